/// Brings a schema up to date: forward only, every step once, in order, by one migrator at a time.
///
/// The table `schema_migration` remembers each step with the SHA-256 of its text and how many of its statements are
/// done. DDL commits by itself in MariaDB, so a step that broke off goes on after its last finished statement.
package enum Migrator {
    /// How long to wait for another migrator, in seconds.
    static let lockSeconds = 60

    /// Applies what is missing. Returns the names applied, in order.
    @discardableResult
    package static func run(
        _ migrations: [Migration], on session: Session
    ) throws(MigrationFailure) -> [String] {
        let ordered = migrations.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        for (one, next) in zip(ordered, ordered.dropFirst()) where one.name == next.name {
            throw .doubled(name: one.name)
        }
        // A named lock of this server: two migrators never meet. (On Galera it holds on one node only, so migrations
        // are run against one node.)
        let lock: SQL = "SELECT GET_LOCK(CONCAT('kadock-migrate-', DATABASE()), \(lockSeconds))"
        guard try database({ () throws(DatabaseFailure) in try session.query(lock).first?.optionalInt64(0) }) == 1
        else { throw .busy }
        defer { _ = try? session.query("SELECT RELEASE_LOCK(CONCAT('kadock-migrate-', DATABASE()))") }
        _ = try database { () throws(DatabaseFailure) in try session.execute(AppliedMigration.table) }
        let applied = try database { () throws(DatabaseFailure) in try AppliedMigration.all(session) }
        try check(ordered, against: applied, session)
        var names: [String] = []
        for migration in ordered {
            let done = applied.first { $0.name == migration.name }
            if let done, done.isFinished { continue }
            try apply(migration, from: done?.statementsDone, session)
            names.append(migration.name)
        }
        return names
    }

    private static func check(
        _ known: [Migration], against applied: [AppliedMigration], _ session: Session
    ) throws(MigrationFailure) {
        for done in applied {
            guard let migration = known.first(where: { $0.name == done.name }) else { throw .unknown(name: done.name) }
            let sum = try database { () throws(DatabaseFailure) in try checksum(of: migration, session) }
            if done.checksum != sum { throw .changed(name: done.name) }
        }
        guard let last = applied.last else { return }
        for migration in known where migration.name.utf8.lexicographicallyPrecedes(last.name.utf8) {
            guard applied.contains(where: { $0.name == migration.name }) else {
                throw .outOfOrder(name: migration.name, applied: last.name)
            }
        }
    }

    private static func apply(
        _ migration: Migration, from done: Int64?, _ session: Session
    ) throws(MigrationFailure) {
        if done == nil {
            try database { () throws(DatabaseFailure) in
                try AppliedMigration.begin(migration.name, checksum: checksum(of: migration, session), session)
            }
        }
        let statements = Script.statements(of: String(decoding: migration.sql, as: UTF8.self))
        for (position, statement) in statements.enumerated() where Int64(position) >= done ?? 0 {
            do throws(DatabaseFailure) {
                try session.runText(statement)
                try AppliedMigration.note(migration.name, statementsDone: Int64(position) + 1, session)
            } catch {
                throw .statement(
                    name: migration.name, number: position + 1, code: error.code, message: error.message)
            }
        }
        try database { () throws(DatabaseFailure) in try AppliedMigration.finish(migration.name, session) }
    }

    /// SHA-256 in lower-case hex, computed by the server: this tool knows no cryptography of its own.
    private static func checksum(of migration: Migration, _ session: Session) throws(DatabaseFailure) -> String {
        try session.query("SELECT SHA2(\(migration.sql), 256)").first?.string(0) ?? ""
    }

    private static func database<Result>(
        _ body: () throws(DatabaseFailure) -> Result
    ) throws(MigrationFailure) -> Result {
        do throws(DatabaseFailure) {
            return try body()
        } catch {
            throw .database(code: error.code, message: error.message)
        }
    }
}
