/// Why a statement failed: the server's or the client library's error number, and the class it falls in.
///
/// The class says what became of the transaction, and so what may be done next. Whatever it is, the next statement on
/// the session must be ROLLBACK: some failures undo one statement only and leave the rest of the transaction open.
package struct DatabaseFailure: Error, Sendable, CustomStringConvertible {
    /// The classes of failures, by what they leave behind.
    package enum Kind: Sendable {
        /// The server threw the whole transaction away (deadlock, snapshot conflict, certification): run it again.
        case rolledBack
        /// A lock was not given in time. Only the statement was undone.
        case lockTimeout
        /// A unique key is taken. Only the statement was undone.
        case duplicate
        /// A value broke a CHECK, a range, a length or a foreign key. Only the statement was undone.
        case constraint
        /// The server does not take writes (fail-over drill, replica): nothing was changed.
        case readOnly
        /// No session: never made, refused, or lost. A COMMIT in flight has an unknown outcome.
        case connectionLost
        /// The statement was killed or ran out of its time. Only the statement was undone.
        case interrupted
        /// Anything else: a mistake in a statement, a full disk.
        case other
    }

    /// The number: server errors below 2000 and from 3000 (mysqld_error.h), the client's own from 2000 (errmsg.h).
    package let code: UInt32
    /// The text that came with it. It may hold values: for the log, never for a caller.
    package let message: String
    package let kind: Kind

    package init(code: UInt32, message: String) {
        self.code = code
        self.message = message
        kind = Kind(code: code)
    }

    package init(kind: Kind, message: String) {
        code = 0
        self.message = message
        self.kind = kind
    }

    package var description: String { "database error \(code) (\(kind)): \(message)" }
}
