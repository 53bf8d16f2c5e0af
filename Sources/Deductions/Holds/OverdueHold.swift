package import Values

/// A hold that is past its time and still open.
package struct OverdueHold: Hashable, Sendable {
    package let payment: Identifier
    package let merchant: Identifier

    package init(payment: Identifier, merchant: Identifier) {
        self.payment = payment
        self.merchant = merchant
    }
}
