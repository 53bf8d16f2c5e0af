package import Values

/// Charges a payment now that was to wait for its window. One that an operator is to look at first is not to be had.
package struct PromoteOrder: QueueOrder {
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
        guard item.state == .waiting else { return .refused(.stateConflict) }
        switch books.obstacle(to: queued) {
        case .payerBlocked: return .refused(.payerBlocked)
        case .some: return .refused(.insufficientFunds)
        case nil: break
        }
        return .payment(books.promote(queued, item, event: id))
    }
}
