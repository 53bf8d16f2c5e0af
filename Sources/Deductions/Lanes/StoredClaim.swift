package import Values

/// A row of the idempotency table: who owns a key and what came of it.
package struct StoredClaim: Equatable, Sendable {
    package let claim: Claim
    package let lane: Int64
    package let batch: Int64
    /// What the object is.
    package let answer: AnswerKind
    /// The payment, refund, top-up, payer or event that the command made.
    package let object: Identifier
    /// Why it made none.
    package let refusal: Refusal?

    /// Whether one who brings the key again may have it.
    func isLetGo(for other: Claim) -> Bool {
        guard let refusal else { return false }
        return !refusal.keepsKey || !other.keepsRefusals
    }

    package init(
        claim: Claim, lane: Int64, batch: Int64, answer: AnswerKind, object: Identifier, refusal: Refusal?
    ) {
        self.claim = claim
        self.lane = lane
        self.batch = batch
        self.answer = answer
        self.object = object
        self.refusal = refusal
    }
}
