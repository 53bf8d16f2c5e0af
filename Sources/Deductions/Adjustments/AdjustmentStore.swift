import MariaDB
import Values

/// The `adjustment` table.
enum AdjustmentStore {
    /// Inserts adjustments, sorted by id.
    static func insert(_ adjustments: [Adjustment], _ session: Session) throws(DatabaseFailure) {
        let rows = adjustments.flatMap { adjustment in adjustment.amounts.map { (adjustment, $0) } }
        try session.send(
            "INSERT INTO adjustment (id, currency, difference_id, amount, created_at) VALUES (?, ?, ?, ?, ?)",
            [
                .int64(rows.map(\.0.id.number)), .int64(rows.map(\.1.currency.number)),
                .int64(rows.map(\.0.difference)), .int64(rows.map(\.1.minor)),
                .int64(rows.map(\.0.createdAt.microseconds)),
            ], rows: rows.count)
    }

    /// The adjustments with these ids.
    static func adjustments(_ ids: [Identifier], _ session: Session) throws(DatabaseFailure) -> [Adjustment] {
        let rows = try session.query(
            """
            SELECT id, currency, difference_id, amount, created_at FROM adjustment
            WHERE id IN \(list: ids.map(\.number)) ORDER BY id, currency
            """)
        var found: [Identifier: [Row]] = [:]
        for row in rows { found[Identifier(row.int64(0)), default: []].append(row) }
        return found.compactMap { id, rows in
            guard let first = rows.first else { return nil }
            let amounts = rows.compactMap { row in Currency(number: row.int64(1)).map { Money(row.int64(3), $0) } }
            return Adjustment(
                id: id, difference: first.int64(2), amounts: amounts,
                createdAt: Timestamp(microseconds: first.int64(4)))
        }
    }
}
