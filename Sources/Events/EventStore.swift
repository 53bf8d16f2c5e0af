package import MariaDB
package import Values

/// The `event` table: written once, never changed.
package enum EventStore {
    private static let columns: StaticString = """
        id, merchant_id, payment_id, version, type, from_state, state, currency, amount, held, captured, refunded, \
        fee, surplus, hold_expires_at, decline_code, data, created_at
        """

    /// Inserts the events of a lane's batch, sorted by id.
    package static func insert(
        _ events: [Event], lane: Int64, batch: Int64, _ session: Session
    ) throws(DatabaseFailure) {
        try session.send(
            """
            INSERT INTO event (\(identifier: columns), lane_id, batch)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .int64(events.map(\.id.number)), .int64(events.map(\.merchant.number)),
                .int64(events.map(\.payment.number)), .int64(events.map(\.version)), .text(events.map(\.type)),
                .text(events.map(\.from?.rawValue)), .text(events.map(\.state.rawValue)),
                .int64(events.map(\.money.currency.number)), .int64(events.map(\.money.minor)),
                .int64(events.map(\.held)), .int64(events.map(\.captured)), .int64(events.map(\.refunded)),
                .int64(events.map(\.fee)), .int64(events.map(\.surplus)),
                .optionalInt64(events.map(\.holdExpiresAt?.microseconds)), .text(events.map(\.declineCode)),
                .bytes(events.map(\.data)), .int64(events.map(\.createdAt.microseconds)),
                .int64(events.map { _ in lane }), .int64(events.map { _ in batch }),
            ], rows: events.count)
    }

    /// The events with these ids, in no order.
    package static func events(_ ids: [Identifier], _ session: Session) throws(DatabaseFailure) -> [Event] {
        let rows = try session.query(
            """
            SELECT \(identifier: columns)
            FROM event WHERE id IN \(list: ids.map(\.number))
            """)
        return rows.compactMap(event)
    }

    /// When these payments came to be captured; one that did not is missing.
    package static func captureTimes(
        of payments: [Identifier], _ session: Session
    ) throws(DatabaseFailure) -> [Identifier: Timestamp] {
        guard !payments.isEmpty else { return [:] }
        let rows = try session.query(
            """
            SELECT payment_id, MIN(created_at) FROM event
            WHERE payment_id IN \(list: payments.map(\.number)) AND state = 'captured' GROUP BY payment_id
            """)
        return Dictionary(
            rows.map { (Identifier($0.int64(0)), Timestamp(microseconds: $0.int64(1))) }, uniquingKeysWith: { $1 })
    }

    private static func event(_ row: Row) -> Event? {
        guard let state = PaymentState(rawValue: row.string(6)), let currency = Currency(number: row.int64(7)) else {
            return nil
        }
        return Event(
            id: Identifier(row.int64(0)), merchant: Identifier(row.int64(1)), payment: Identifier(row.int64(2)),
            version: row.int64(3), type: row.string(4),
            from: row.optionalString(5).flatMap(PaymentState.init(rawValue:)),
            state: state, money: Money(row.int64(8), currency), held: row.int64(9), captured: row.int64(10),
            refunded: row.int64(11), fee: row.int64(12), surplus: row.int64(13),
            holdExpiresAt: row.optionalInt64(14).map(Timestamp.init(microseconds:)),
            declineCode: row.optionalString(15), data: row.optionalBytes(16),
            createdAt: Timestamp(microseconds: row.int64(17)))
    }
}
