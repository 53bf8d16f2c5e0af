package import Values

/// Money on its way back to a channel.
package struct ChannelReturn: Equatable, Sendable {
    /// How far it has come. What the channel refuses for good has failed.
    package enum State: String, Sendable { case pending, succeeded, failed }

    /// Why it goes back.
    package enum Cause: String, Sendable {
        /// The payment had no use for it; the id is the receipt's.
        case surplus
        /// The merchant refunds; the id is the refund's.
        case refund
    }

    package let id: Identifier
    package let payment: Identifier
    package let merchant: Identifier
    /// The trade that brought the money.
    package let trade: ChannelTrade
    package let cause: Cause
    package let money: Money
    /// What of the payment's fee the merchant had back with it, minor units: so much less was taken from the merchant.
    package let fee: Int64
    package var state: State
    /// How often the channel was asked.
    package let attempts: Int
    package let createdAt: Timestamp

    package init(
        id: Identifier, payment: Identifier, merchant: Identifier, trade: ChannelTrade, cause: Cause, money: Money,
        fee: Int64 = 0, state: State, attempts: Int = 0, createdAt: Timestamp
    ) {
        self.id = id
        self.payment = payment
        self.merchant = merchant
        self.trade = trade
        self.cause = cause
        self.money = money
        self.fee = fee
        self.state = state
        self.attempts = attempts
        self.createdAt = createdAt
    }
}
