import Deductions
import Channels
import Events
import Ledger
import Payers
import Values

/// What is committed.
struct SimulatedTables {
    struct Version: Hashable {
        let payment: Identifier
        let version: Int64
    }

    struct Posted {
        let entry: Entry
        let commit: Int
    }

    var lanes: [Int64: Int64] = [:]
    var nonces: [NonceClaim.Name: [UInt8]] = [:]
    var claims: [Claim.Name: StoredClaim] = [:]
    var payments: [Identifier: Payment] = [:]
    var items: [Identifier: QueuedItem] = [:]
    /// All that items ever were, in the order of commits.
    var itemLog: [QueuedItem] = []
    var refunds: [Identifier: Refund] = [:]
    var topups: [Identifier: Topup] = [:]
    var payouts: [Payout] = []
    var withdrawals: [Withdrawal] = []
    /// Commit number of each payout and withdrawal.
    var payoutCommits: [Identifier: Int] = [:]
    var credits: [Identifier: CreditLine] = [:]
    var adjustments: [Identifier: Adjustment] = [:]
    var receipts: [Identifier: ChannelReceipt] = [:]
    var returns: [Identifier: ChannelReturn] = [:]
    var payers: [Identifier: Payer] = [:]
    var wallets: [AccountKey: Wallet] = [:]
    /// How often what is agreed with each merchant has changed.
    var versions: [Identifier: Int64] = [:]
    /// The versions as the batch of a commit found them.
    var versionsDecided: [Int: [Identifier: Int64]] = [:]
    var days: [MerchantDay.Key: MerchantDay] = [:]
    var merchantBalances: [AccountKey: Int64] = [:]
    var systemBalances: [AccountKey: Int64] = [:]
    var entries: [Posted] = []
    var events: [Version: Event] = [:]
    var eventsByID: [Identifier: Event] = [:]
    /// Commit number of each event.
    var eventCommits: [Identifier: Int] = [:]
    /// By which time the batch of a commit decided.
    var times: [Int: Timestamp] = [:]
    /// Commit number of each lane's batches.
    var commits: [Int64: [Int64: Int]] = [:]

    var logins: Set<Reach.Login> {
        Set(payers.values.map { Reach.Login(merchant: $0.merchant ?? .system, login: $0.login) })
    }
}
