package import MariaDB
package import Values

extension PaymentStore {
    /// What was made from `begin` on, before `end`, of one merchant or of all, as it stands now.
    package static func figures(
        from begin: Timestamp, to end: Timestamp, of merchant: Identifier?, _ session: Session
    ) throws(DatabaseFailure) -> [PaymentFigures] {
        let range = IdentifierMint.range(from: begin, to: end)
        return try session.query(
            """
            SELECT currency, mode, state, COUNT(*), CAST(SUM(amount + added) AS SIGNED) FROM payment
            WHERE id >= \(range.lowerBound.number) AND id < \(range.upperBound.number)
            AND created_at >= \(begin.microseconds) AND created_at < \(end.microseconds)
            AND merchant_id = COALESCE(\(merchant?.number), merchant_id)
            GROUP BY currency, mode, state ORDER BY currency, mode, state
            """
        ).compactMap { row in
            guard let currency = Currency(number: row.int64(0)), let mode = Mode(rawValue: row.string(1)),
                let state = PaymentState(rawValue: row.string(2))
            else { return nil }
            return PaymentFigures(
                currency: currency, mode: mode, state: state, count: row.int64(3), amount: row.int64(4))
        }
    }
}
