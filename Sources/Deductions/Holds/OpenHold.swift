package import Values

/// Money of a payer that is set aside, as the payer sees it.
package struct OpenHold: Equatable, Sendable {
    package let payment: Identifier
    /// What is still set aside.
    package let money: Money
    package let expiresAt: Timestamp

    package init(payment: Identifier, money: Money, expiresAt: Timestamp) {
        self.payment = payment
        self.money = money
        self.expiresAt = expiresAt
    }
}
