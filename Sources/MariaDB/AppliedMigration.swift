/// A row of `schema_migration`.
struct AppliedMigration {
    let name: String
    /// SHA-256 of the file, lower-case hex.
    let checksum: String
    let statementsDone: Int64
    let isFinished: Bool

    static let table: SQL = """
        CREATE TABLE IF NOT EXISTS schema_migration (
            name VARBINARY(255) NOT NULL PRIMARY KEY,
            checksum VARBINARY(64) NOT NULL,
            statements_done BIGINT NOT NULL,
            started_at_us BIGINT NOT NULL,
            finished_at_us BIGINT NULL
        ) ENGINE = InnoDB
        """

    private static let now: SQL = "CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)"

    /// All rows in the order of their names.
    static func all(_ session: Session) throws(DatabaseFailure) -> [AppliedMigration] {
        try session.query(
            """
            SELECT name, checksum, statements_done, finished_at_us IS NOT NULL FROM schema_migration ORDER BY name
            """
        ).map {
            AppliedMigration(
                name: $0.string(0), checksum: $0.string(1), statementsDone: $0.int64(2), isFinished: $0.int64(3) == 1)
        }
    }

    static func begin(_ name: String, checksum: String, _ session: Session) throws(DatabaseFailure) {
        try session.execute(
            """
            INSERT INTO schema_migration (name, checksum, statements_done, started_at_us)
            VALUES (\(name), \(checksum), 0, \(part: now))
            """)
    }

    static func note(_ name: String, statementsDone: Int64, _ session: Session) throws(DatabaseFailure) {
        try session.execute("UPDATE schema_migration SET statements_done = \(statementsDone) WHERE name = \(name)")
    }

    static func finish(_ name: String, _ session: Session) throws(DatabaseFailure) {
        try session.execute("UPDATE schema_migration SET finished_at_us = \(part: now) WHERE name = \(name)")
    }
}
