package import Values

/// Tells which rows belong to a payment. None of it changes, but that a payment of nobody gets a payer once.
package struct PaymentLink: Equatable, Sendable {
    package let payment: Identifier
    package let merchant: Identifier
    /// nil: nobody named yet.
    package let payer: Identifier?

    package init(payment: Identifier, merchant: Identifier, payer: Identifier?) {
        self.payment = payment
        self.merchant = merchant
        self.payer = payer
    }
}
