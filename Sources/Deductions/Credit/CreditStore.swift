import Ledger
import MariaDB
import Values

/// The `credit_line` table: whatever was ever set.
enum CreditStore {
    /// Inserts credit lines, sorted by id.
    static func insert(_ lines: [CreditLine], _ session: Session) throws(DatabaseFailure) {
        try session.send(
            """
            INSERT INTO credit_line (id, payer_id, currency, credit_limit, set_by, created_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .int64(lines.map(\.id.number)), .int64(lines.map(\.wallet.owner.number)),
                .int64(lines.map(\.wallet.currency.number)), .int64(lines.map(\.limit)),
                .bytes(lines.map { Array($0.setBy.utf8) }), .int64(lines.map(\.createdAt.microseconds)),
            ], rows: lines.count)
    }

    /// The credit lines with these ids.
    static func lines(_ ids: [Identifier], _ session: Session) throws(DatabaseFailure) -> [CreditLine] {
        try session.query(
            """
            SELECT id, payer_id, currency, credit_limit, set_by, created_at FROM credit_line
            WHERE id IN \(list: ids.map(\.number))
            """
        ).compactMap { row in
            guard let currency = Currency(number: row.int64(2)) else { return nil }
            return CreditLine(
                id: Identifier(row.int64(0)), wallet: AccountKey(Identifier(row.int64(1)), .wallet, currency),
                limit: row.int64(3), setBy: row.string(4), createdAt: Timestamp(microseconds: row.int64(5)))
        }
    }
}
