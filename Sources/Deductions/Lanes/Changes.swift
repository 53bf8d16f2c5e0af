package import Channels
package import Events
package import Ledger
package import Payers
package import Values

/// What a batch will write.
package struct Changes: Sendable {
    package var newPayments: [Payment] = []
    package var movedPayments: Set<Identifier> = []
    /// Payments whose hold is new or another than it was.
    package var movedHolds: Set<Identifier> = []
    /// Payments whose place in the queue is new or another than it was.
    package var movedItems: Set<Identifier> = []
    /// Days on which more or less was charged.
    package var movedDays: Set<MerchantDay.Key> = []
    package var refunds: [Refund] = []
    package var topups: [Topup] = []
    package var payouts: [Payout] = []
    package var withdrawals: [Withdrawal] = []
    package var adjustments: [Adjustment] = []
    package var credits: [CreditLine] = []
    package var receipts: [ChannelReceipt] = []
    package var newReturns: [ChannelReturn] = []
    package var settledReturns: [ChannelReturn] = []
    package var newPayers: [NewPayer] = []
    package var newWallets: [Wallet] = []
    package var movedWallets: Set<AccountKey> = []
    package var entries: [Entry] = []
    package var events: [Event] = []
    package var merchantTouches: [AccountKey: Int64] = [:]
    package var systemTouches: [AccountKey: Int64] = [:]
}
