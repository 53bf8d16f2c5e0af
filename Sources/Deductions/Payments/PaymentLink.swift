package import Values

/// What of a payment never changes and tells which rows belong to it.
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
