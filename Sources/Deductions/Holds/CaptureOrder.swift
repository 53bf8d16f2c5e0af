import Ledger
import Policies
package import Values

/// Takes money that is held, all of it or a part; what is left stays held, or is released with it. The last capture
/// may take a little more than was held, where the merchant's policy says so and the payer has it.
package struct CaptureOrder: HoldOrder {
    package let merchant: Identifier
    package let payment: Identifier
    /// Minor units; nil: all that is held.
    package let amount: Int64?
    /// Whether the rest is released.
    package let isFinal: Bool
    /// How much the merchant's payers may be charged on one day; nil: as much as they have.
    package let caps: DayCaps?
    package let claim: Claim?
    package let nonce: NonceClaim?

    package init(
        merchant: Identifier, payment: Identifier, amount: Int64?, isFinal: Bool, caps: DayCaps? = nil,
        claim: Claim?, nonce: NonceClaim?
    ) {
        self.caps = caps
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
        let beyond = amount - held.standing.held
        guard amount > 0, beyond <= (isFinal ? held.tolerance : 0) else { return .refused(.amountExceeded) }
        guard beyond > 0 else { return .payment(books.capture(held, amount, isFinal: isFinal, event: id)) }
        guard let wallet = books.purse(of: held), wallet.available >= beyond else {
            return .refused(.insufficientFunds)
        }
        guard books.hasRoom(for: beyond, of: held.terms, on: held.standing.countedOn, caps) else {
            return .refused(.amountExceeded)
        }
        books.freeze(wallet.key, beyond)
        var grown = held
        grown.standing.held += beyond
        grown.standing.added += beyond
        return .payment(books.capture(grown, amount, isFinal: true, event: id))
    }
}

extension Payment {
    /// By how much its last capture may go beyond what is held, minor units.
    fileprivate var tolerance: Int64 {
        let (high, low) = amount.multipliedFullWidth(by: terms.policy?.overCaptureBasisPoints ?? 0)
        return Int64(10_000).dividingFullWidth((high, low)).quotient
    }
}
