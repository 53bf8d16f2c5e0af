package import Channels
package import Ledger
package import MariaDB
package import Payers
package import Values

/// The rows a batch holds, as they were when the last lock was taken.
package struct LockedRows: Sendable {
    package var payments: [Identifier: Payment] = [:]
    package var returns: [Identifier: ChannelReturn] = [:]
    /// Queued payments' places in the queue.
    package var items: [Identifier: QueuedItem] = [:]
    package var payers: [Identifier: Payer] = [:]
    package var wallets: [AccountKey: Wallet] = [:]
    /// What was charged on days: those of the reach, and those on which locked payments count that may change.
    package var days: [MerchantDay.Key: MerchantDay] = [:]
    /// Merchants whose accounts are locked.
    package var merchants: Set<Identifier> = []
    package var merchantBalances: [AccountKey: Int64] = [:]
    /// The last payout of each payee, by the account that it took from.
    package var payouts: [AccountKey: Payout] = [:]
    /// The last withdrawal of each payee, by the account that it took from.
    package var withdrawals: [AccountKey: Withdrawal] = [:]
    /// Those of the locked merchant accounts from which nothing may be taken.
    package var frozenAccounts: Set<AccountKey> = []
    /// Logins of the reach that are in use. Read without lock: the table's key decides at the insert.
    package var takenLogins: Set<Reach.Login> = []

    /// The versions of the judged merchants, read behind the last lock.
    package var versions: [Identifier: Int64] = [:]

    /// The database's clock as the last lock was given, where the last statement that locks told it along.
    package var lockedAt: Timestamp?

    package init() {}

    /// Throws if a day has ended while locks were waited for. To lock the next one now, behind others, would break the
    /// one order of locks: the batch begins anew, as after any deadlock.
    package func checkToday(_ reach: Reach) throws(DatabaseFailure) {
        guard let now = lockedAt, reach.todays.contains(where: { days[$0.key(at: now)] == nil }) else { return }
        throw DatabaseFailure(kind: .rolledBack, message: "a day ended while locks were waited for")
    }
}
