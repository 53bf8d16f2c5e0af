package import Values

/// Takes a payment back before its window.
package struct CancelOrder: QueueOrder {
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

    package func apply(_ id: Identifier, to queued: Payment, _ item: QueuedItem, in books: inout Books) -> Outcome {
        .payment(books.drop(queued, item, as: .cancelled, .voided, event: id))
    }
}
