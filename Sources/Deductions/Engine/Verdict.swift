/// What a caller of the engine gets.
package enum Verdict: Equatable, Sendable {
    /// Committed, now or by an earlier request with the same key.
    case answered(Outcome, replayed: Bool)
    /// Certainly no effect: the mailbox is full, or no lane took the command before the deadline.
    case overloaded
    /// Certainly no effect: this merchant fills its share of the mailbox.
    case overQuota
    /// Certainly no effect: the database is away or refuses this command.
    case unavailable
    /// Certainly no effect: what is agreed with its merchant, or its keys, changed after its caller was judged. Whoever
    /// judges again by what holds now may hand it in again.
    case stale
    /// A lane has taken it and goes on; the same request again gets the answer.
    case unresolved
}
