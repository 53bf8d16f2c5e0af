import Policies
package import Values

/// The payer says that the goods are there: what is held is the merchant's (确认收货).
///
/// It needs no key: what it does can happen once.
package struct PayerCapture: HoldOrder {
    package let merchant: Identifier
    package let payment: Identifier
    package let payer: Identifier

    package init(merchant: Identifier, payment: Identifier, payer: Identifier) {
        self.merchant = merchant
        self.payment = payment
        self.payer = payer
    }

    package var claim: Claim? { nil }

    package func apply(_ id: Identifier, to held: Payment, in books: inout Books) -> Outcome {
        guard held.payer == payer else { return .refused(.notFound) }
        guard held.terms.hold?.capturer == .payer else { return .refused(.stateConflict) }
        return .payment(books.capture(held, held.standing.held, isFinal: true, event: id))
    }
}
