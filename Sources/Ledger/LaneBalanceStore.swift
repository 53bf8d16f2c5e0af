import Values
package import MariaDB

/// The `lane_balance` table: what each lane moved on the system's accounts.
package enum LaneBalanceStore {
    /// Adds a batch's sums to the lane's own rows.
    package static func touch(
        _ changes: [(key: AccountKey, change: Int64)], lane: Int64, _ session: Session
    ) throws(DatabaseFailure) {
        try session.send(
            """
            INSERT INTO lane_balance (lane_id, kind, currency, balance) VALUES (?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE balance = balance + VALUES(balance)
            """,
            [
                .int64(changes.map { _ in lane }), .int64(changes.map(\.key.kind.rawValue)),
                .int64(changes.map(\.key.currency.number)), .int64(changes.map(\.change)),
            ], rows: changes.count)
    }
}
