package import MariaDB
import Ledger
package import Values

/// The `topup` table.
package enum TopupStore {
    /// Inserts top-ups, sorted by id.
    static func insert(_ topups: [Topup], _ session: Session) throws(DatabaseFailure) {
        try session.send(
            """
            INSERT INTO topup (id, merchant_id, owner_id, kind, currency, amount, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .int64(topups.map(\.id.number)), .int64(topups.map { ($0.merchant ?? .system).number }),
                .int64(topups.map(\.target.owner.number)), .int64(topups.map(\.target.kind.rawValue)),
                .int64(topups.map(\.target.currency.number)), .int64(topups.map(\.amount)),
                .int64(topups.map(\.createdAt.microseconds)),
            ], rows: topups.count)
    }

    /// The top-ups with these ids.
    package static func topups(_ ids: [Identifier], _ session: Session) throws(DatabaseFailure) -> [Topup] {
        let rows = try session.query(
            """
            SELECT id, merchant_id, owner_id, kind, currency, amount, created_at FROM topup
            WHERE id IN \(list: ids.map(\.number))
            """)
        return rows.compactMap { row in
            guard let kind = AccountKind(rawValue: row.int64(3)), let currency = Currency(number: row.int64(4)) else {
                return nil
            }
            let merchant = Identifier(row.int64(1))
            return Topup(
                id: Identifier(row.int64(0)), merchant: merchant == .system ? nil : merchant,
                target: AccountKey(Identifier(row.int64(2)), kind, currency), amount: row.int64(5),
                createdAt: Timestamp(microseconds: row.int64(6)))
        }
    }
}
