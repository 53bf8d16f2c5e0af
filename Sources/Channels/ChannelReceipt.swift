package import Values

/// Money that a channel reported for a payment.
package struct ChannelReceipt: Equatable, Sendable {
    /// What becomes of money that the payment has no use for.
    package enum Ending: String, Sendable {
        /// It went into the payer's wallet.
        case credited
        /// It is sent back the way it came.
        case returned
    }

    package let id: Identifier
    package let payment: Identifier
    package let merchant: Identifier
    package let trade: ChannelTrade
    package let money: Money
    /// What the payment did not take of it, in minor units.
    package let surplus: Int64
    /// nil: there is no surplus.
    package let ending: Ending?
    package let receivedAt: Timestamp

    package init(
        id: Identifier, payment: Identifier, merchant: Identifier, trade: ChannelTrade, money: Money, surplus: Int64,
        ending: Ending?, receivedAt: Timestamp
    ) {
        self.id = id
        self.payment = payment
        self.merchant = merchant
        self.trade = trade
        self.money = money
        self.surplus = surplus
        self.ending = ending
        self.receivedAt = receivedAt
    }
}
