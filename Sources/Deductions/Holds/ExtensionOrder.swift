import Ledger
package import Values

/// Gives a hold another end, counted from now.
package struct ExtensionOrder: HoldOrder {
    package let merchant: Identifier
    package let payment: Identifier
    package let seconds: Int64
    package let claim: Claim?
    package let nonce: NonceClaim?

    package init(merchant: Identifier, payment: Identifier, seconds: Int64, claim: Claim?, nonce: NonceClaim?) {
        self.merchant = merchant
        self.payment = payment
        self.seconds = seconds
        self.claim = claim
        self.nonce = nonce
    }

    package func apply(_ id: Identifier, to held: Payment, in books: inout Books) -> Outcome {
        guard let wallet = books.purse(of: held) else { return .refused(.stateConflict) }
        // No money moves, but whoever decides on this wallet elsewhere must see that its holds are others now.
        books.freeze(wallet.key, 0)
        var longer = held
        longer.standing.holdExpiresAt = books.now.adding(seconds: seconds)
        return .payment(books.move(longer, event: id, type: "payment.extended"))
    }
}
