package import MariaDB
package import Values

/// Past payments in the `payment` table.
package enum PastPaymentStore {
    /// A merchant's payments made in `from..<until`, newest first.
    package static func payments(
        of merchant: Identifier, from: Timestamp, until: Timestamp, limit: Int, _ session: Session
    ) throws(DatabaseFailure) -> [PastPayment] {
        // Numbers are made in the order of time, and the index is by number.
        let rows = try session.query(
            """
            SELECT currency, amount, scenario, requested_mode, mode, created_at FROM payment FORCE INDEX (by_merchant)
            WHERE merchant_id = \(merchant.number) AND created_at >= \(from.microseconds)
            AND created_at < \(until.microseconds) ORDER BY id DESC LIMIT \(Int64(limit))
            """)
        return rows.compactMap { row in
            guard let currency = Currency(number: row.int64(0)), let mode = Mode(rawValue: row.string(4)) else {
                return nil
            }
            return PastPayment(
                money: Money(row.int64(1), currency), scenario: row.optionalString(2),
                requestedMode: row.optionalString(3), mode: mode, createdAt: Timestamp(microseconds: row.int64(5)))
        }
    }
}
