package import Values

/// Takes money that is held, all of it or a part; what is left stays held, or is released with it.
package struct CaptureOrder: HoldOrder {
    package let merchant: Identifier
    package let payment: Identifier
    /// Minor units; nil: all that is held.
    package let amount: Int64?
    /// Whether the rest is released.
    package let isFinal: Bool
    package let claim: Claim?
    package let nonce: NonceClaim?

    package init(
        merchant: Identifier, payment: Identifier, amount: Int64?, isFinal: Bool, claim: Claim?, nonce: NonceClaim?
    ) {
        self.merchant = merchant
        self.payment = payment
        self.amount = amount
        self.isFinal = isFinal
        self.claim = claim
        self.nonce = nonce
    }

    package func apply(_ id: Identifier, to held: Payment, in books: inout Books) -> Outcome {
        // Who pays said that it captures; nobody else may.
        guard held.terms.hold?.capturer != .payer else { return .refused(.stateConflict) }
        let amount = amount ?? held.standing.held
        guard amount > 0, amount <= held.standing.held else { return .refused(.amountExceeded) }
        return .payment(books.capture(held, amount, isFinal: isFinal, event: id))
    }
}
