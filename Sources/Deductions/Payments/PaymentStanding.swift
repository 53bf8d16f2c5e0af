package import Channels
package import Values

/// How a payment stands: all of it that commands change. Each event carries the standing it led to.
package struct PaymentStanding: Equatable, Sendable {
    package var state: PaymentState
    /// By how much the amount has grown since the payment was made. Minor units, as are all amounts here.
    package var added: Int64 = 0
    package var held: Int64 = 0
    package var captured: Int64 = 0
    package var refunded: Int64 = 0
    package var fee: Int64 = 0
    /// What a channel paid beyond the amount.
    package var surplus: Int64 = 0
    /// When the hold ends; of one that has ended: nil, unless its time ended it.
    package var holdExpiresAt: Timestamp?
    package var declineCode: DeclineCode?
    /// Who paid, where nobody or somebody of the platform was named and the cashier found out.
    package var paidBy: Identifier?
    /// The trade of the channel that paid; nil: the payer's wallet did, or nobody yet.
    package var trade: ChannelTrade?
    /// The day, since 1970-01-01 on its merchant's calendar, on which it counts against a cap; nil: it does not.
    package var countedOn: Int64?
    /// 1 when made, one more with each event.
    package var version: Int64 = 1
    package var updatedAt: Timestamp

    package init(state: PaymentState, updatedAt: Timestamp) {
        self.state = state
        self.updatedAt = updatedAt
    }
}
