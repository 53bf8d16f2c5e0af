package import MariaDB

/// Why a secret cannot be sealed or opened: a key file that is missing, damaged or open to others. The words name
/// files and keys, never what is in them: for the log and for operators.
package struct SealFailure: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }

    /// What stands in the database cannot be read: whoever asked for it is told as when the database is away.
    package var asDatabaseFailure: DatabaseFailure { DatabaseFailure(kind: .other, message: description) }
}
