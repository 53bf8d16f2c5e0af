/// Why the schema could not be brought up to date. What was applied before the failure stays.
package enum MigrationFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// An applied migration's file was changed afterwards.
    case changed(name: String)
    /// The database has a migration this program does not know: it is newer than the program.
    case unknown(name: String)
    /// A new migration sorts before one already applied.
    case outOfOrder(name: String, applied: String)
    /// Two migrations bear one name.
    case doubled(name: String)
    /// Another migrator did not end in time.
    case busy
    /// A statement failed; those before it in the same file are done and will not run again.
    case statement(name: String, number: Int, code: UInt32, message: String)
    /// The database failed outside any migration.
    case database(code: UInt32, message: String)

    package var description: String {
        switch self {
        case .changed(let name): "migration \(name) was changed after it had been applied; add a new one instead"
        case .unknown(let name): "the database has migration \(name), which this program does not know: it is older"
        case .outOfOrder(let name, let applied): "migration \(name) sorts before \(applied), which is already applied"
        case .doubled(let name): "two migrations are named \(name)"
        case .busy: "another migration is running"
        case .statement(let name, let number, let code, let message):
            "migration \(name), statement \(number): error \(code): \(message)"
        case .database(let code, let message): "error \(code): \(message)"
        }
    }
}
