import Deductions
package import MariaDB

/// What a run of windows has done so far.
package struct RunTally: Sendable {
    /// How many payments waited at the start; nil: nobody counted them.
    package internal(set) var expected: Int?
    /// Windows that came to their end.
    package internal(set) var windows = 0
    /// Windows of which something waits for an operator since this run.
    package internal(set) var stopped = 0
    /// Windows that somebody else works on.
    package internal(set) var busy = 0
    /// Payments that were charged, left for the next window, and declined.
    package internal(set) var charged = 0
    package internal(set) var postponed = 0
    package internal(set) var declined = 0
    /// Postings: of each payer one.
    package internal(set) var postings = 0
    /// Why the run went no further; nil: it came to its end.
    package internal(set) var failure: DatabaseFailure?

    package var done: Int { charged + postponed + declined }
    package var isComplete: Bool { failure == nil && busy == 0 }

    mutating func add(_ result: WindowTally) {
        charged += result.charged
        postponed += result.postponed
        declined += result.declined
        postings += result.charged > 0 ? 1 : 0
    }
}
