package import MariaDB
package import Values

/// The `refund` table.
package enum RefundStore {
    /// Inserts refunds, sorted by id.
    static func insert(_ refunds: [Refund], _ session: Session) throws(DatabaseFailure) {
        try session.send(
            """
            INSERT INTO refund (id, payment_id, merchant_id, out_refund_no, currency, amount, state, reason, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .int64(refunds.map(\.id.number)), .int64(refunds.map(\.payment.number)),
                .int64(refunds.map(\.merchant.number)), .bytes(refunds.map { Array($0.outRefundNo.utf8) }),
                .int64(refunds.map(\.money.currency.number)), .int64(refunds.map(\.money.minor)),
                .text(refunds.map(\.state.rawValue)), .text(refunds.map(\.reason)),
                .int64(refunds.map(\.createdAt.microseconds)),
            ], rows: refunds.count)
    }

    /// Writes how refunds ended that went to a channel, sorted by id. Their returns are locked.
    static func settle(
        _ ends: [(id: Identifier, state: Refund.State)], _ session: Session
    ) throws(DatabaseFailure) {
        try session.send(
            "UPDATE refund SET state = ? WHERE id = ?",
            [.text(ends.map(\.state.rawValue)), .int64(ends.map(\.id.number))], rows: ends.count)
    }

    /// Counts the refunds of a payment whose numbers begin like this.
    package static func tally(
        of payment: Identifier, numbered prefix: String, _ session: Session
    ) throws(DatabaseFailure) -> RefundTally {
        let bytes = Array(prefix.utf8)
        let row = try session.query(
            """
            SELECT COUNT(*), CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED) - MAX(created_at) FROM refund
            WHERE payment_id = \(payment.number) AND LEFT(out_refund_no, \(bytes.count)) = \(bytes)
            """
        ).first
        return RefundTally(count: Int(row?.int64(0) ?? 0), newestAgeMicroseconds: row?.optionalInt64(1))
    }

    /// The refund that a merchant gave this number, compared as bytes.
    package static func refund(
        numbered outRefundNo: [UInt8], of merchant: Identifier, _ session: Session
    ) throws(DatabaseFailure) -> Refund? {
        let name = Claim(merchant: merchant, kind: .refund, key: outRefundNo, digest: []).name
        guard let owner = try ClaimStore.find(name, session), owner.refusal == nil else { return nil }
        return try refunds([owner.object], session).first
    }

    /// The refunds with these ids.
    package static func refunds(_ ids: [Identifier], _ session: Session) throws(DatabaseFailure) -> [Refund] {
        let rows = try session.query(
            """
            SELECT id, payment_id, merchant_id, out_refund_no, currency, amount, state, reason, created_at
            FROM refund WHERE id IN \(list: ids.map(\.number))
            """)
        return rows.compactMap { row in
            guard let currency = Currency(number: row.int64(4)), let state = Refund.State(rawValue: row.string(6))
            else {
                return nil
            }
            return Refund(
                id: Identifier(row.int64(0)), payment: Identifier(row.int64(1)), merchant: Identifier(row.int64(2)),
                outRefundNo: row.string(3), money: Money(row.int64(5), currency), state: state,
                reason: row.optionalString(7), createdAt: Timestamp(microseconds: row.int64(8)))
        }
    }
}
