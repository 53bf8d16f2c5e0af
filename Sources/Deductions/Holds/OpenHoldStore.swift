package import MariaDB
package import Values

/// The `hold` table, for readers.
package enum OpenHoldStore {
    /// The open holds of a payer that end by time, the first to end first.
    package static func holds(of payer: Identifier, _ session: Session) throws(DatabaseFailure) -> [OpenHold] {
        let rows = try session.query(
            """
            SELECT payment_id, currency, amount - captured, expires_at FROM hold
            WHERE payer_id = \(payer.number) AND state = 'open' AND expires_at < \(Int64.max)
            ORDER BY expires_at, id LIMIT 100
            """)
        return rows.compactMap { row in
            guard let currency = Currency(number: row.int64(1)) else { return nil }
            return OpenHold(
                payment: Identifier(row.int64(0)), money: Money(row.int64(2), currency),
                expiresAt: Timestamp(microseconds: row.int64(3)))
        }
    }
}
