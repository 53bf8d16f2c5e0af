import MariaDB
import Values

/// The `payout_statement` table.
enum StatementStore {
    /// Writes down that these statements lie in their places.
    static func write(
        _ statements: [(payout: Identifier, sha256: [UInt8])], at now: Timestamp, _ session: Session
    ) throws(DatabaseFailure) {
        try session.run(
            """
            INSERT INTO payout_statement (payout_id, sha256, written_at) VALUES (?, ?, ?)
            ON DUPLICATE KEY UPDATE sha256 = VALUES(sha256), written_at = VALUES(written_at)
            """,
            [
                .int64(statements.map(\.payout.number)), .bytes(statements.map(\.sha256)),
                .int64(statements.map { _ in now.microseconds }),
            ], rows: statements.count)
    }

    /// The SHA-256 of these payouts' statements; of one whose file is not in its place, none.
    static func digests(
        of payouts: [Identifier], _ session: Session
    ) throws(DatabaseFailure) -> [Identifier: [UInt8]] {
        guard !payouts.isEmpty else { return [:] }
        let rows = try session.query(
            "SELECT payout_id, sha256 FROM payout_statement WHERE payout_id IN \(list: payouts.map(\.number))")
        return Dictionary(rows.map { (Identifier($0.int64(0)), $0.bytes(1)) }, uniquingKeysWith: { $1 })
    }
}
