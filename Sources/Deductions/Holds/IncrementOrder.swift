import Ledger
import Payers
package import Values

/// Sets more money aside for a payment that is held; its amount grows with it.
package struct IncrementOrder: HoldOrder {
    package let merchant: Identifier
    package let payment: Identifier
    /// Minor units, added.
    package let amount: Int64
    /// How much the merchant's payers may be charged on one day; nil: as much as they have.
    package let caps: DayCaps?
    package let claim: Claim?
    package let nonce: NonceClaim?

    package init(
        merchant: Identifier, payment: Identifier, amount: Int64, caps: DayCaps? = nil, claim: Claim?,
        nonce: NonceClaim?
    ) {
        self.caps = caps
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
        guard books.hasRoom(for: amount, of: held.terms, on: held.standing.countedOn, caps) else {
            return .refused(.amountExceeded)
        }
        books.freeze(wallet.key, amount)
        var more = held
        more.standing.added += amount
        more.standing.held += amount
        return .payment(books.move(more, event: id, type: "payment.incremented"))
    }
}
