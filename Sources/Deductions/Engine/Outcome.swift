package import Channels

/// A decision as a value.
package enum Outcome: Equatable, Sendable {
    case payment(Payment)
    case refund(Refund)
    case receipt(ChannelReceipt)
    case topup(Topup)
    case adjustment(Adjustment)
    case credit(CreditLine)
    case payer(PayerView)
    case window(WindowTally)
    case payout(Payout)
    case withdrawal(Withdrawal)
    case refused(Refusal)
}
