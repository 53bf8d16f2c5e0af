package import MariaDB
import JSON
package import Values

/// The `policy` table.
package enum PolicyStore {
    /// All versions of a merchant's policy, the first one first.
    package static func records(
        of merchant: Identifier, _ session: Session
    ) throws(DatabaseFailure) -> [PolicyRecord] {
        try session.query(
            """
            SELECT version, effective_from, body, set_by, created_at FROM policy
            WHERE merchant_id = \(merchant.number) ORDER BY version
            """
        ).compactMap { row in
            version(row).map {
                PolicyRecord(
                    version: $0, author: row.string(3), createdAt: Timestamp(microseconds: row.int64(4)))
            }
        }
    }

    /// Likewise, without who set them.
    package static func versions(
        of merchant: Identifier, _ session: Session
    ) throws(DatabaseFailure) -> [PolicyVersion] { try records(of: merchant, session).map(\.version) }

    /// When versions hold.
    package static func schedule(
        of merchant: Identifier, _ session: Session
    ) throws(DatabaseFailure) -> PolicySchedule {
        PolicySchedule(try versions(of: merchant, session))
    }

    /// What a key was used for; nil: it is new.
    package static func version(
        keyed key: PolicyKey, of merchant: Identifier, _ session: Session
    ) throws(DatabaseFailure) -> (version: PolicyVersion, isSame: Bool)? {
        let rows = try session.query(
            """
            SELECT version, effective_from, body, idem_digest FROM policy
            WHERE merchant_id = \(merchant.number) AND idem_key = \(key.key)
            """)
        return rows.first.flatMap { row in version(row).map { ($0, row.bytes(3) == key.digest) } }
    }

    /// Writes a version that nobody else writes at the same time.
    package static func insert(
        _ version: PolicyVersion, of merchant: Identifier, by author: String, key: PolicyKey?, at now: Timestamp,
        _ session: Session
    ) throws(DatabaseFailure) {
        _ = try session.execute(
            """
            INSERT INTO policy (merchant_id, version, effective_from, body, set_by, idem_key, idem_digest, created_at)
            VALUES (\(merchant.number), \(version.number), \(version.effectiveFrom.microseconds),
            \(version.policy.json), \(author), \(key?.key), \(key?.digest), \(now.microseconds))
            """)
    }

    /// What was written was read before: anything else is told as if it were not there.
    private static func version(_ row: Row) -> PolicyVersion? {
        guard let value = try? JSONReader.parse(row.bytes(2)), let policy = try? Policy(json: value) else { return nil }
        return PolicyVersion(
            number: row.int64(0), effectiveFrom: Timestamp(microseconds: row.int64(1)), policy: policy)
    }
}
