import Deductions

extension Verdict {
    /// What was decided, and whether an earlier request got it first; everything else is a refusal.
    func decision() throws(Problem) -> (outcome: Outcome, isReplay: Bool) {
        switch self {
        case .answered(.refused(let refusal), let isReplay):
            var problem = Problem(refusal: refusal)
            problem.isReplay = isReplay
            throw problem
        case .answered(let outcome, let isReplay): return (outcome, isReplay)
        case .overloaded: throw Problem(.unavailable, "Too busy to take it in time; nothing was done")
        case .overQuota: throw Problem(.rateLimited, "Too many requests of this merchant are waiting")
        case .unavailable: throw Problem(.unavailable, "The books cannot be written now; nothing was done")
        case .stale: throw .stale
        case .unresolved: throw Problem(.outcomePending, "Repeat the same request to get its answer")
        }
    }
}

extension Response {
    /// Marks an answer that was given before.
    func replayed(_ isReplay: Bool) -> Response {
        guard isReplay else { return self }
        var marked = self
        marked.headers.append(("idempotency-replayed", "true"))
        return marked
    }
}
