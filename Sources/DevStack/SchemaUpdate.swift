package import MariaDB
import Schema

/// The schema brought up to date: migrations first, then the rights of each program.
package enum SchemaUpdate {
    /// Applies what is missing as the owner of the schema. Returns the names of the migrations applied.
    @discardableResult
    package static func run(at owner: DatabaseAddress) throws(StackFailure) -> [String] {
        do {
            let session = try Session(owner, timeouts: .patient)
            defer { session.close() }
            let migrations = Schema.files.map { Migration(name: $0.name, sql: $0.sql) }
            let applied = try Migrator.run(migrations, on: session)
            try session.script(String(decoding: Schema.grants, as: UTF8.self))
            return applied
        } catch let failure as MigrationFailure {
            throw .database(failure.description)
        } catch {
            throw .database("\(error)")
        }
    }
}
