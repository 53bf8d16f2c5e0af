package import Values

/// Lets go of what is held. A payment of which something was captured ends captured.
package struct VoidOrder: HoldOrder {
    package let merchant: Identifier
    package let payment: Identifier
    package let claim: Claim?
    package let nonce: NonceClaim?

    package init(merchant: Identifier, payment: Identifier, claim: Claim?, nonce: NonceClaim?) {
        self.merchant = merchant
        self.payment = payment
        self.claim = claim
        self.nonce = nonce
    }

    package func apply(_ id: Identifier, to held: Payment, in books: inout Books) -> Outcome {
        .payment(books.release(held, as: .voided, event: id))
    }
}
