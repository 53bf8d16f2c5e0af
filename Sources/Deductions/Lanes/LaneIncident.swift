package import MariaDB

/// What a lane met that somebody at night may want to know.
package enum LaneIncident: Sendable {
    /// A try failed without effect; it is made again, or in halves.
    case failed(DatabaseFailure, commands: Int, attempt: Int)
    /// Commands were answered "not now" after the last try.
    case gaveUp(DatabaseFailure, commands: Int)
    /// A commit was cut off, and the fence told what became of it.
    case resolved(batch: Int64, isCommitted: Bool)
    /// The lane ends without knowing what became of a commit.
    case unresolved(batch: Int64)
}
