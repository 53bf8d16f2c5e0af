import Ledger
import Payers
package import Values

/// Sets more money aside for a payment that is held; its amount grows with it.
package struct IncrementOrder: HoldOrder {
    package let merchant: Identifier
    package let payment: Identifier
    /// Minor units, added.
    package let amount: Int64
    package let claim: Claim?
    package let nonce: NonceClaim?

    package init(merchant: Identifier, payment: Identifier, amount: Int64, claim: Claim?, nonce: NonceClaim?) {
        self.merchant = merchant
        self.payment = payment
        self.amount = amount
        self.claim = claim
        self.nonce = nonce
    }

    package func apply(_ id: Identifier, to held: Payment, in books: inout Books) -> Outcome {
        guard amount > 0, amount <= Money.largestMinor - held.amount else { return .refused(.amountExceeded) }
        guard let wallet = books.purse(of: held), let payer = books.payers[wallet.payer] else {
            return .refused(.stateConflict)
        }
        guard payer.state == .active else { return .refused(.payerBlocked) }
        guard wallet.available >= amount else { return .refused(.insufficientFunds) }
        books.freeze(wallet.key, amount)
        var more = held
        more.standing.added += amount
        more.standing.held += amount
        return .payment(books.move(more, event: id, type: "payment.incremented"))
    }
}
