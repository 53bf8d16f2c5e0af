import Channels
import Events
import Ledger
package import MariaDB
import Merchants
import Payers
package import Values

/// A lane's session with MariaDB.
package final class MariaDBLane: LaneDatabase {
    package let lane: Int64
    private let address: DatabaseAddress
    private let timeouts: SessionTimeouts
    private var session: Session
    private var predecessor: UInt64?
    private var early: EarlyStatements?
    private var merchantVersions = MerchantVersions()

    /// Opens a session and makes the lane's row.
    package init(
        _ address: DatabaseAddress, worker: String, timeouts: SessionTimeouts = .standard
    ) throws(DatabaseFailure) {
        self.address = address
        self.timeouts = timeouts
        session = try Session(address, timeouts: timeouts)
        lane = try LaneStore.insert(worker: worker, at: WallClock.now(), session)
        try LaneStore.prepare(session)
    }

    package func links(_ payments: [Identifier]) throws(DatabaseFailure) -> [Identifier: PaymentLink] {
        try PaymentStore.links(payments, session)
    }

    package func announce(_ opening: Opening) throws(DatabaseFailure) {
        early = try EarlyStatements(opening, lane: lane, session)
    }

    package func fence(batch: Int64, resolved: LostCommits) throws(DatabaseFailure) -> Bool {
        if let early { return try early.fence.affectedRows() == 1 }
        return try LaneStore.fence(lane, batch: batch, resolved: resolved, session)
    }

    package func claim(_ nonces: [NonceClaim], at now: Timestamp) throws(DatabaseFailure) -> [NonceClaim] {
        let sent = if let early { early.nonces } else { try NonceStore.send(nonces, at: now, session) }
        return try NonceStore.misused(nonces, sent, session)
    }

    package func claim(_ claims: [StoredClaim]) throws(DatabaseFailure) -> [StoredClaim] {
        let sent = if let early { early.claims } else { try ClaimStore.send(claims, session) }
        return try ClaimStore.owners(claims, sent, session)
    }

    package func lock(_ reach: Reach) throws(DatabaseFailure) -> LockedRows {
        var rows = LockedRows()
        if !reach.payments.isEmpty { rows.payments = try PaymentStore.lock(reach.payments.sorted(), session) }
        if !reach.returns.isEmpty { rows.returns = try ReturnStore.lock(reach.returns.sorted(), session) }
        if !reach.items.isEmpty { rows.items = try QueueStore.lock(reach.items.sorted(), session) }
        var purses = early?.purses
        if purses == nil, !reach.payers.isEmpty { purses = try PurseStore.send(reach.payers.sorted(), session) }
        let days = Set(rows.payments.values.filter(\.isOpen).compactMap(\.day))
        // In the same round trip, if nothing is locked after this.
        var directory = early?.directory
        if directory == nil, purses != nil, reach.merchants.isEmpty, reach.todays.isEmpty, days.isEmpty {
            directory = try sendDirectory(reach)
        }
        if let purses { try PurseStore.read(purses, into: &rows) }
        try lockDays(days, reach, into: &rows)
        if !reach.merchants.isEmpty {
            rows.merchants = reach.merchants
            rows.lockedAt = nil
            let accounts = try MerchantAccountStore.lock(reach.merchants.sorted(), session)
            rows.merchantBalances = accounts.balances
            rows.frozenAccounts = accounts.frozen
        }
        if !reach.payees.isEmpty { try readLast(of: reach.payees.sorted(), into: &rows) }
        for login in reach.logins {
            let owner = login.merchant == .system ? nil : login.merchant
            if try PayerStore.payer(login: login.login, of: owner, session) != nil { rows.takenLogins.insert(login) }
        }
        let clock = rows.lockedAt == nil ? try LaneStore.sendClock(session) : nil
        if directory == nil { directory = try sendDirectory(reach) }
        if let clock { rows.lockedAt = try LaneStore.clock(clock) }
        if let directory { rows.versions = try versions(of: reach.judged, directory) }
        try rows.checkToday(reach)
        return rows
    }

    /// nil: nobody was judged by what a merchant has.
    private func sendDirectory(_ reach: Reach) throws(DatabaseFailure) -> SentStatement? {
        reach.judged.isEmpty ? nil : try MerchantStore.sendVersion(session)
    }

    /// The versions of these merchants, and perhaps of others: those not known under the directory's version are read.
    private func versions(
        of merchants: Set<Identifier>, _ directory: SentStatement
    ) throws(DatabaseFailure) -> [Identifier: Int64] {
        let missing = merchantVersions.missing(merchants, directory: try MerchantStore.version(directory))
        if !missing.isEmpty { merchantVersions.learn(try MerchantStore.versions(of: missing, session)) }
        return merchantVersions.known
    }

    /// The days on which payments that may change count, and the present one of merchants with caps.
    private func lockDays(
        _ counted: Set<MerchantDay.Key>, _ reach: Reach, into rows: inout LockedRows
    ) throws(DatabaseFailure) {
        var starts: [MerchantDay.Key: Timestamp] = [:]
        if !reach.todays.isEmpty {
            let now = if let time = rows.lockedAt { time } else { try clock() }
            for today in reach.todays { starts[today.key(at: now)] = today.start(at: now) }
        }
        let keys = counted.union(starts.keys).sorted()
        guard !keys.isEmpty else { return }
        for locked in try MerchantDayStore.lock(keys, session) {
            var day = locked.day
            if locked.isNew, let start = starts[day.key] {
                day.used = try MerchantDayStore.takeOver(day.key, since: start, session)
            }
            rows.days[day.key] = day
            rows.lockedAt = locked.lockedAt
        }
    }

    /// Behind the lock of the payees' accounts: what is committed now is the last there is.
    private func readLast(of payees: [Identifier], into rows: inout LockedRows) throws(DatabaseFailure) {
        for payout in try PayoutStore.last(of: payees, session) { rows.payouts[payout.source] = payout }
        for withdrawal in try WithdrawalStore.last(of: payees, session) {
            rows.withdrawals[withdrawal.source] = withdrawal
        }
    }

    package func overdueHolds(
        of payers: [Identifier], at now: Timestamp
    ) throws(DatabaseFailure) -> Set<OverdueHold> {
        try HoldStore.overdue(of: payers, at: now, session)
    }

    package func clock() throws(DatabaseFailure) -> Timestamp { try LaneStore.clock(LaneStore.sendClock(session)) }

    package func save(_ books: Books, batch: Int64) throws(DatabaseFailure) {
        let changes = books.changes
        if !changes.newPayers.isEmpty {
            try PayerStore.insert(changes.newPayers, session)
            try WalletStore.insert(changes.newWallets, session)
        }
        if !changes.newPayments.isEmpty { try PaymentStore.insert(changes.newPayments, session) }
        if !changes.refunds.isEmpty { try RefundStore.insert(changes.refunds, session) }
        if !changes.topups.isEmpty { try TopupStore.insert(changes.topups, session) }
        if !changes.payouts.isEmpty { try PayoutStore.insert(changes.payouts, session) }
        if !changes.withdrawals.isEmpty { try WithdrawalStore.insert(changes.withdrawals, session) }
        if !changes.adjustments.isEmpty { try AdjustmentStore.insert(changes.adjustments, session) }
        if !changes.credits.isEmpty { try CreditStore.insert(changes.credits, session) }
        try save(changes.receipts, changes.newReturns, changes.settledReturns)
        if !changes.entries.isEmpty { try EntryStore.insert(changes.entries, session) }
        if !changes.events.isEmpty { try EventStore.insert(changes.events, lane: lane, batch: batch, session) }
        let told = changes.events.filter { books.payments[$0.payment]?.terms.tells(of: $0) == true }
        if !told.isEmpty { try DeliveryStore.insert(told, session) }
        let moved = changes.movedPayments.sorted().compactMap { books.payments[$0] }
        if !moved.isEmpty { try PaymentStore.update(moved, session) }
        let held = changes.movedHolds.sorted().compactMap { books.payments[$0] }
        if !held.isEmpty { try HoldStore.write(held, session) }
        let items = changes.movedItems.sorted().compactMap { books.items[$0] }
        if !items.isEmpty { try QueueStore.write(items, session) }
        let days = changes.movedDays.sorted().compactMap { books.days[$0] }
        if !days.isEmpty { try MerchantDayStore.update(days, session) }
        let wallets = changes.movedWallets.sorted().compactMap { books.wallets[$0] }
        if !wallets.isEmpty { try WalletStore.update(wallets, session) }
        let merchants = changes.merchantTouches.sorted { $0.key < $1.key }
        if !merchants.isEmpty { try MerchantAccountStore.touch(merchants.map { ($0.key, $0.value) }, session) }
        let system = changes.systemTouches.sorted { $0.key < $1.key }
        if !system.isEmpty { try LaneBalanceStore.touch(system.map { ($0.key, $0.value) }, lane: lane, session) }
        // All of it was one round trip; what failed is told here, and nothing of a failed batch is committed.
        try session.settle()
    }

    private func save(
        _ receipts: [ChannelReceipt], _ new: [ChannelReturn], _ settled: [ChannelReturn]
    ) throws(DatabaseFailure) {
        if !receipts.isEmpty { try ReceiptStore.insert(receipts, session) }
        if !new.isEmpty { try ReturnStore.insert(new, session) }
        guard !settled.isEmpty else { return }
        let sorted = settled.sorted { $0.id < $1.id }
        try ReturnStore.settle(sorted, session)
        let refunds = sorted.filter { $0.cause == .refund }.compactMap { back in
            Refund.State(rawValue: back.state.rawValue).map { (id: back.id, state: $0) }
        }
        if !refunds.isEmpty { try RefundStore.settle(refunds, session) }
    }

    package func record(_ refused: [StoredClaim]) throws(DatabaseFailure) {
        try ClaimStore.record(refused, session)
    }

    package func commit() throws(DatabaseFailure) {
        early = nil
        try session.commit()
    }

    package func rollback() throws(DatabaseFailure) {
        early = nil
        try session.rollback()
    }

    package func answers(_ claims: [StoredClaim]) throws(DatabaseFailure) -> [Identifier: Outcome] {
        try AnswerStore.answers(claims, session)
    }

    package func reconnect() throws(DatabaseFailure) {
        early = nil
        predecessor = session.connectionID
        session.close()
        session = try Session(address, timeouts: timeouts)
        // Who knows what was made of the database meanwhile.
        merchantVersions = MerchantVersions()
        try LaneStore.prepare(session)
    }

    package func killPredecessor() throws(DatabaseFailure) {
        guard let predecessor else { return }
        // What was announced is still under way, and met the same locks: its failures must not stand in the way.
        try rollback()
        try LaneStore.kill(predecessor, session)
    }
}
