package import MariaDB

/// What a sweep has done so far.
package struct ExpiryTally: Sendable {
    /// How many were overdue at the start; nil: nobody counted them.
    package internal(set) var expected: Int?
    /// Holds that are over, ended by this sweep or by somebody at the same time.
    package internal(set) var holds = 0
    /// Payments that nobody paid, ended likewise.
    package internal(set) var pending = 0
    /// Those that turned out not to be over: prolonged, captured or paid in the meantime.
    package internal(set) var notOver = 0
    /// Those that stay as they are, since their wallets are frozen.
    package internal(set) var frozen = 0
    /// Those that the database did not let us end.
    package internal(set) var retry = 0
    /// Why the sweep went no further; nil: it came to its end.
    package internal(set) var failure: DatabaseFailure?

    /// All that were looked at.
    package var done: Int { holds + pending + notOver + frozen + retry }
    package var isComplete: Bool { failure == nil && retry == 0 }
}
