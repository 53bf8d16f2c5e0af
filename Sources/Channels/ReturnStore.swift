package import MariaDB
package import Values

/// The `channel_return` table.
package enum ReturnStore {
    private static let columns: StaticString = """
        id, payment_id, merchant_id, channel, channel_trade_no, cause, currency, amount, state, attempts, created_at,
        fee
        """

    /// Inserts returns, due at once, sorted by id.
    package static func insert(_ returns: [ChannelReturn], _ session: Session) throws(DatabaseFailure) {
        try session.send(
            """
            INSERT INTO channel_return (\(identifier: columns), due_at) 
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .int64(returns.map(\.id.number)), .int64(returns.map(\.payment.number)),
                .int64(returns.map(\.merchant.number)), .text(returns.map(\.trade.channel)),
                .bytes(returns.map { Array($0.trade.number.utf8) }), .text(returns.map(\.cause.rawValue)),
                .int64(returns.map(\.money.currency.number)), .int64(returns.map(\.money.minor)),
                .text(returns.map(\.state.rawValue)), .int64(returns.map { Int64($0.attempts) }),
                .int64(returns.map(\.createdAt.microseconds)), .int64(returns.map(\.fee)),
                .int64(returns.map(\.createdAt.microseconds)),
            ], rows: returns.count)
    }

    /// Locks returns in the order of their ids.
    package static func lock(
        _ ids: [Identifier], _ session: Session
    ) throws(DatabaseFailure) -> [Identifier: ChannelReturn] {
        let rows = try session.query(
            """
            SELECT \(identifier: columns) FROM channel_return FORCE INDEX (PRIMARY)
            WHERE id IN \(list: ids.map(\.number)) ORDER BY id FOR UPDATE
            """)
        return Dictionary(rows.compactMap(back).map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    }

    /// Writes how returns ended that this transaction has locked, sorted by id.
    package static func settle(_ returns: [ChannelReturn], _ session: Session) throws(DatabaseFailure) {
        try session.send(
            """
            UPDATE channel_return SET state = ?, settled_at = CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)
            WHERE id = ?
            """,
            [.text(returns.map(\.state.rawValue)), .int64(returns.map(\.id.number))], rows: returns.count)
    }

    /// The returns with these ids.
    package static func returns(_ ids: [Identifier], _ session: Session) throws(DatabaseFailure) -> [ChannelReturn] {
        try session.query("SELECT \(identifier: columns) FROM channel_return WHERE id IN \(list: ids.map(\.number))")
            .compactMap(back)
    }

    /// Takes returns that are due, in one transaction: they are this caller's for the time of a lease. What others are
    /// about to take is left out.
    package static func take(
        limit: Int, leaseMicroseconds: Int64, _ session: Session
    ) throws(DatabaseFailure) -> [ChannelReturn] {
        try session.transaction { () throws(DatabaseFailure) in
            let due = try session.query(
                """
                SELECT \(identifier: columns) FROM channel_return FORCE INDEX (by_due)
                WHERE state = 'pending' AND due_at <= CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)
                ORDER BY due_at LIMIT \(limit) FOR UPDATE SKIP LOCKED
                """
            ).compactMap(back)
            if !due.isEmpty {
                _ = try session.execute(
                    """
                    UPDATE channel_return SET attempts = attempts + 1,
                    due_at = CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED) + \(leaseMicroseconds)
                    WHERE id IN \(list: due.map(\.id.number))
                    """)
            }
            return due
        }
    }

    /// Has a return that is still pending be due again after so long.
    package static func postpone(
        _ id: Identifier, microseconds: Int64, _ session: Session
    ) throws(DatabaseFailure) {
        _ = try session.execute(
            """
            UPDATE channel_return SET due_at = CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED) + \(microseconds)
            WHERE id = \(id.number) AND state = 'pending'
            """)
    }

    /// Succeeded returns of a channel with the time of that, within a time, by it: at most `limit` behind `place`.
    package static func succeeded(
        _ channel: String, from: Timestamp, until: Timestamp, behind place: (time: Timestamp, id: Identifier)?,
        limit: Int, _ session: Session
    ) throws(DatabaseFailure) -> [(time: Timestamp, back: ChannelReturn)] {
        let (time, id) = (place?.time ?? from, place?.id ?? Identifier(-1))
        let rows = try session.query(
            """
            SELECT \(identifier: columns), settled_at FROM channel_return FORCE INDEX (by_settlement)
            WHERE channel = \(channel) AND settled_at >= \(time.microseconds) AND settled_at < \(until.microseconds)
            AND (settled_at > \(time.microseconds) OR id > \(id.number)) AND state = 'succeeded'
            ORDER BY settled_at, id LIMIT \(limit)
            """)
        return rows.compactMap { row in back(row).map { (Timestamp(microseconds: row.int64(12)), $0) } }
    }

    private static func back(_ row: Row) -> ChannelReturn? {
        guard let cause = ChannelReturn.Cause(rawValue: row.string(5)), let currency = Currency(number: row.int64(6)),
            let state = ChannelReturn.State(rawValue: row.string(8))
        else { return nil }
        return ChannelReturn(
            id: Identifier(row.int64(0)), payment: Identifier(row.int64(1)), merchant: Identifier(row.int64(2)),
            trade: ChannelTrade(channel: row.string(3), number: row.string(4)), cause: cause,
            money: Money(row.int64(7), currency), fee: row.int64(11), state: state, attempts: Int(row.int64(9)),
            createdAt: Timestamp(microseconds: row.int64(10)))
    }
}
