/// A figure of the books that must agree with everything else that is written.
package enum BookFigure: String, Sendable, CaseIterable {
    /// Of an account: against its entries.
    case balance
    /// Of a wallet: against its open holds. Of a payment: against its hold.
    case held
    /// Of a wallet: against what is queued without being set aside.
    case queued
    /// Of a payment: against entries, refunds, receipts, and its last event.
    case captured, refunded, fee, surplus, amount
    /// Of a payment: the number of its events, and whether its state is that of the last one.
    case version
    /// Of a payment: its place in the queue. Of a batch window's posting: against what was charged with it.
    case queue
    /// Of a refund or a top-up: against what was posted for it.
    case refund, topup
    /// Of a posting: that it sums to zero.
    case posting
    /// Of a system account: the lanes' shares against its entries.
    case share
    /// Of an entry: that its account exists.
    case account
}
