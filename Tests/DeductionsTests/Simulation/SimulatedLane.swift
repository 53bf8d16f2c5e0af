import Events
import Payers
import Channels
import Deductions
import Ledger
import MariaDB
import Values

/// A lane's session with the simulated server. Every statement may fail.
final class SimulatedLane: LaneDatabase {
    let lane: Int64
    private let server: SimulatedServer
    private let runner: Int
    private let locksPayments: Bool
    private let locksMerchants: Bool
    private let locksDays: Bool
    private var transaction: SimulatedTransaction
    private var incarnation: Int
    private var isLost = false

    init(
        _ server: SimulatedServer, runner: Int, locksPayments: Bool = true, locksMerchants: Bool = true,
        locksDays: Bool = true
    ) {
        self.locksDays = locksDays
        self.locksMerchants = locksMerchants
        self.server = server
        self.runner = runner
        self.locksPayments = locksPayments
        lane = Int64(runner + 1)
        server.tables.lanes[lane] = 0
        transaction = SimulatedTransaction(lane: lane)
        incarnation = server.incarnation
    }

    /// One round trip: others run, and things go wrong.
    private func statement() throws(DatabaseFailure) {
        server.yield(runner)
        if isLost || incarnation != server.incarnation {
            isLost = true
            throw DatabaseFailure(kind: .connectionLost, message: "gone away")
        }
        if server.injects(once: 5000) {
            server.crash()
            isLost = true
            throw DatabaseFailure(kind: .connectionLost, message: "crash")
        }
        if server.injects(once: 400) {
            lose(commits: false)
            throw DatabaseFailure(kind: .connectionLost, message: "cut")
        }
        if server.injects(once: 300) {
            server.end(transaction)
            transaction = SimulatedTransaction(lane: lane)
            throw DatabaseFailure(kind: .rolledBack, message: "injected deadlock")
        }
        if server.injects(once: 300) { throw DatabaseFailure(kind: .lockTimeout, message: "injected timeout") }
    }

    private func lose(commits: Bool) {
        isLost = true
        if server.random.once(in: 2) { server.orphan(transaction, commits: commits) } else { server.end(transaction) }
        transaction = SimulatedTransaction(lane: lane)
    }

    private func acquire(_ row: SimulatedRow) throws(DatabaseFailure) {
        do throws(DatabaseFailure) {
            try server.acquire(row, transaction, runner: runner)
        } catch let failure {
            if failure.kind == .rolledBack { transaction = SimulatedTransaction(lane: lane) }
            if failure.kind == .connectionLost { isLost = true }
            throw failure
        }
    }

    func links(_ payments: [Identifier]) throws(DatabaseFailure) -> [Identifier: PaymentLink] {
        try statement()
        var links: [Identifier: PaymentLink] = [:]
        for id in payments {
            guard let payment = server.tables.payments[id] else { continue }
            links[id] = PaymentLink(payment: id, merchant: payment.terms.merchant, payer: payment.payer)
        }
        return links
    }

    func fence(batch: Int64, resolved: LostCommits) throws(DatabaseFailure) -> Bool {
        try statement()
        try acquire(.lane(lane))
        guard (transaction.fence ?? server.tables.lanes[lane]) == batch - 1 else { return false }
        transaction.fence = batch
        let lane = lane
        transaction.writes.append { $0.lanes[lane] = batch }
        return true
    }

    func claim(_ nonces: [NonceClaim], at now: Timestamp) throws(DatabaseFailure) -> [NonceClaim] {
        try statement()
        var earlier: [NonceClaim] = []
        for nonce in nonces {
            try acquire(.nonce(nonce.name))
            if let digest = transaction.nonces[nonce.name] ?? server.tables.nonces[nonce.name] {
                if digest != nonce.digest {
                    earlier.append(
                        NonceClaim(merchant: nonce.name.merchant, nonce: nonce.name.nonce, digest: digest))
                }
            } else {
                transaction.nonces[nonce.name] = nonce.digest
                transaction.writes.append { $0.nonces[nonce.name] = nonce.digest }
            }
        }
        return earlier
    }

    func claim(_ claims: [StoredClaim]) throws(DatabaseFailure) -> [StoredClaim] {
        try statement()
        var owners: [StoredClaim] = []
        for claim in claims {
            try acquire(.claim(claim.claim.name))
            if let owner = server.tables.claims[claim.claim.name] {
                owners.append(owner)
            } else if transaction.claims[claim.claim.name] == nil {
                transaction.claims[claim.claim.name] = claim
                transaction.writes.append { $0.claims[claim.claim.name] = claim }
            }
        }
        return owners
    }

    func lock(_ reach: Reach) throws(DatabaseFailure) -> LockedRows {
        var rows = LockedRows()
        try statement()
        for id in reach.payments.sorted() {
            if locksPayments { try acquire(.payment(id)) }
            rows.payments[id] = server.tables.payments[id]
        }
        for id in reach.returns { rows.returns[id] = server.tables.returns[id] }
        for id in reach.items { rows.items[id] = server.tables.items[id] }
        if !locksPayments { try statement() }
        for payer in reach.payers.sorted() {
            try acquire(.purse(payer))
            guard let found = server.tables.payers[payer] else { continue }
            rows.payers[payer] = found
            for currency in [Currency.cny] {
                let key = AccountKey(payer, .wallet, currency)
                rows.wallets[key] = server.tables.wallets[key]
            }
        }
        try lockDays(reach, into: &rows)
        rows.merchants = reach.merchants
        for merchant in reach.merchants.sorted() {
            if locksMerchants { try acquire(.merchant(merchant)) }
            rows.merchantBalances.merge(server.tables.merchantBalances.filter { $0.key.owner == merchant }) { $1 }
        }
        for payout in server.tables.payouts where reach.payees.contains(payout.merchant) {
            if let last = rows.payouts[payout.source], last.day > payout.day { continue }
            rows.payouts[payout.source] = payout
        }
        for withdrawal in server.tables.withdrawals where reach.payees.contains(withdrawal.merchant) {
            if let last = rows.withdrawals[withdrawal.source], last.day > withdrawal.day { continue }
            rows.withdrawals[withdrawal.source] = withdrawal
        }
        if !locksMerchants { try statement() }
        rows.lockedAt = server.now
        try rows.checkToday(reach)
        rows.versions = server.tables.versions.filter { reach.judged.contains($0.key) }
        transaction.versions = server.tables.versions
        rows.takenLogins = reach.logins.intersection(server.tables.logins)
        return rows
    }

    private func lockDays(_ reach: Reach, into rows: inout LockedRows) throws(DatabaseFailure) {
        let counted = Set(rows.payments.values.filter(\.isOpen).compactMap(\.day))
        for key in counted.union(reach.todays.map { $0.key(at: server.now) }).sorted() {
            if locksDays { try acquire(.day(key)) }
            rows.days[key] = server.tables.days[key] ?? MerchantDay(key: key, used: 0)
        }
        if !locksDays { try statement() }
    }

    func overdueHolds(
        of payers: [Identifier], at now: Timestamp
    ) throws(DatabaseFailure) -> Set<OverdueHold> {
        try statement()
        let overdue = server.tables.payments.values.filter { payment in
            payment.standing.state == .held && payment.payer.map(payers.contains) ?? false
                && payment.standing.holdExpiresAt.map { $0 <= now } ?? false
        }
        return Set(overdue.map { OverdueHold(payment: $0.terms.id, merchant: $0.terms.merchant) })
    }

    func clock() throws(DatabaseFailure) -> Timestamp {
        try statement()
        return server.now
    }

    func save(_ books: Books, batch: Int64) throws(DatabaseFailure) {
        transaction.batch = batch
        transaction.decidedAt = books.now
        let changes = books.changes
        let transaction = transaction
        try statement()
        if server.injects(once: 200) { throw DatabaseFailure(kind: .duplicate, message: "injected duplicate") }
        for new in changes.newPayers {
            let login = Reach.Login(merchant: new.payer.merchant ?? .system, login: new.payer.login)
            try acquire(.login(login))
            if server.tables.logins.contains(login) { throw DatabaseFailure(kind: .duplicate, message: "login") }
            transaction.writes.append { $0.payers[new.payer.id] = new.payer }
        }
        for wallet in changes.newWallets { transaction.writes.append { $0.wallets[wallet.key] = wallet } }
        for payment in changes.newPayments { transaction.writes.append { $0.payments[payment.terms.id] = payment } }
        try statement()
        for refund in changes.refunds { transaction.writes.append { $0.refunds[refund.id] = refund } }
        saveOperatorsWork(changes)
        for receipt in changes.receipts { transaction.writes.append { $0.receipts[receipt.id] = receipt } }
        savePayouts(changes)
        for back in changes.newReturns { transaction.writes.append { $0.returns[back.id] = back } }
        for back in changes.settledReturns {
            transaction.writes.append { tables in
                tables.returns[back.id] = back
                guard let refund = tables.refunds[back.id], let state = Refund.State(rawValue: back.state.rawValue)
                else { return }
                tables.refunds[back.id] = refund.in(state)
            }
        }
        try statement()
        let server = server
        for entry in changes.entries {
            transaction.writes.append {
                $0.entries.append(SimulatedTables.Posted(entry: entry, commit: server.commitCount))
            }
        }
        try statement()
        for event in changes.events {
            let version = SimulatedTables.Version(payment: event.payment, version: event.version)
            if server.tables.events[version] != nil {
                server.versionConflicts += 1
                throw DatabaseFailure(kind: .duplicate, message: "event version")
            }
            transaction.writes.append {
                $0.events[version] = event
                $0.eventsByID[event.id] = event
                $0.eventCommits[event.id] = server.commitCount
            }
        }
        try statement()
        for id in changes.movedPayments { transaction.writes.append { $0.payments[id] = books.payments[id] } }
        for id in changes.movedItems {
            guard let item = books.items[id] else { continue }
            transaction.writes.append {
                $0.items[id] = item
                $0.itemLog.append(item)
            }
        }
        for key in changes.movedDays { transaction.writes.append { $0.days[key] = books.days[key] } }
        for key in changes.movedWallets { transaction.writes.append { $0.wallets[key] = books.wallets[key] } }
        try statement()
        for (key, change) in changes.merchantTouches.sorted(by: { $0.key < $1.key }) {
            try acquire(.merchant(key.owner))
            transaction.writes.append { $0.merchantBalances[key, default: 0] += change }
        }
        for (key, change) in changes.systemTouches {
            transaction.writes.append { $0.systemBalances[key, default: 0] += change }
        }
    }

    private func saveOperatorsWork(_ changes: Changes) {
        for topup in changes.topups { transaction.writes.append { $0.topups[topup.id] = topup } }
        for line in changes.credits { transaction.writes.append { $0.credits[line.id] = line } }
        for made in changes.adjustments { transaction.writes.append { $0.adjustments[made.id] = made } }
    }

    private func savePayouts(_ changes: Changes) {
        let server = server
        for payout in changes.payouts {
            transaction.writes.append {
                $0.payouts.append(payout)
                $0.payoutCommits[payout.id] = server.commitCount
            }
        }
        for withdrawal in changes.withdrawals {
            transaction.writes.append {
                $0.withdrawals.append(withdrawal)
                $0.payoutCommits[withdrawal.id] = server.commitCount
            }
        }
    }

    func record(_ refused: [StoredClaim]) throws(DatabaseFailure) {
        try statement()
        for claim in refused {
            let kept = claim.refusal.map { SimulatedLane.keepsKey($0) } ?? true
            transaction.writes.append { $0.claims[claim.claim.name] = kept ? claim : nil }
        }
    }

    /// Written down a second time on purpose: the model must not share the rule it checks.
    private static func keepsKey(_ refusal: Refusal) -> Bool {
        ![.unknownPayer, .notFound, .replayed, .idempotencyMismatch].contains(refusal)
    }

    func commit() throws(DatabaseFailure) {
        try statement()
        if server.injects(once: 40) {
            switch server.random.below(3) {
            case 0: lose(commits: false)
            case 1: lose(commits: true)
            default:
                server.commit(transaction)
                isLost = true
            }
            transaction = SimulatedTransaction(lane: lane)
            throw DatabaseFailure(kind: .connectionLost, message: "cut at commit")
        }
        server.commit(transaction)
        transaction = SimulatedTransaction(lane: lane)
    }

    func rollback() throws(DatabaseFailure) {
        if isLost || incarnation != server.incarnation {
            isLost = true
            throw DatabaseFailure(kind: .connectionLost, message: "gone away")
        }
        server.end(transaction)
        transaction = SimulatedTransaction(lane: lane)
    }

    func answers(_ claims: [StoredClaim]) throws(DatabaseFailure) -> [Identifier: Outcome] {
        try statement()
        var outcomes: [Identifier: Outcome] = [:]
        for object in claims.map(\.object) {
            if let refund = server.tables.refunds[object] {
                outcomes[object] = .refund(server.tables.returns[object] == nil ? refund : refund.in(.pending))
            } else if let receipt = server.tables.receipts[object] {
                outcomes[object] = .receipt(receipt)
            } else if let topup = server.tables.topups[object] {
                outcomes[object] = .topup(topup)
            } else if let line = server.tables.credits[object] {
                outcomes[object] = .credit(line)
            } else if let adjustment = server.tables.adjustments[object] {
                outcomes[object] = .adjustment(adjustment)
            } else if let payer = server.tables.payers[object] {
                outcomes[object] = .payer(
                    PayerView(payer: payer, wallets: [Wallet(payer: object, currency: .cny)]))
            } else if let event = server.tables.eventsByID[object],
                let payment = server.tables.payments[event.payment]
            {
                outcomes[object] = .payment(payment.asOf(event))
            }
        }
        return outcomes
    }

    func reconnect() throws(DatabaseFailure) {
        server.yield(runner)
        if server.injects(once: 3) { throw DatabaseFailure(kind: .connectionLost, message: "refused") }
        isLost = false
        incarnation = server.incarnation
        transaction = SimulatedTransaction(lane: lane)
    }

    func killPredecessor() throws(DatabaseFailure) { server.kill(lane: lane) }
}
