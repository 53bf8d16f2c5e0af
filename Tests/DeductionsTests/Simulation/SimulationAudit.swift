import Events
import Channels
import Deductions
import Ledger
import Policies
import Values

/// Looks at what a simulation left behind.
struct SimulationAudit {
    let server: SimulatedServer
    let workload: Workload

    var tables: SimulatedTables { server.tables }

    func complaints() -> [String] {
        var complaints: [String] = []
        if server.naturalDeadlocks > 0 { complaints.append("\(server.naturalDeadlocks) deadlocks of the lanes' own") }
        if server.versionConflicts > 0 { complaints.append("\(server.versionConflicts) stale payments written") }
        complaints += answers() + history() + books() + events() + holds() + queue()
        return complaints
    }

    /// Every answer that left is what is stored; everything else had no effect.
    private func answers() -> [String] {
        var complaints: [String] = []
        var keyless = 0
        for (number, issue) in workload.issues.enumerated() {
            for verdict in issue.verdicts {
                guard case .answered(let outcome, _) = verdict else { continue }
                guard let claim = issue.command.claim else {
                    if issue.command is WindowCharge { continue }
                    if issue.command is PayoutOrder || issue.command is WithdrawalOrder {
                        if !isStored(outcome) { complaints.append("issue \(number): paid out by word alone") }
                        continue
                    }
                    if issue.command.namedPayment != nil {
                        if let why = mismatch(outcome, issue.command) { complaints.append("issue \(number): \(why)") }
                        continue
                    }
                    keyless += 1
                    if case .topup(let topup) = outcome, tables.topups[topup.id] == topup { continue }
                    complaints.append("issue \(number): a top-up that was answered is not there")
                    continue
                }
                if let why = mismatch(outcome, claim) { complaints.append("issue \(number): \(why)") }
            }
            if isJudgedByThePast(issue) { complaints.append("issue \(number): decided by what held no more") }
            if issue.verdicts.isEmpty { complaints.append("issue \(number) was never answered") }
        }
        let operators = tables.topups.values.filter { $0.merchant == nil }.count
        if operators != keyless { complaints.append("\(operators) operator top-ups for \(keyless) answers") }
        let owned = tables.claims.values.filter { $0.claim.name.kind == .payment && $0.refusal == nil }
        if Set(owned.map(\.object)) != Set(tables.payments.keys) { complaints.append("payments without a key") }
        return complaints
    }

    /// Whether what a command came to first was decided when its merchant had changed since it was judged.
    private func isJudgedByThePast(_ issue: Issue) -> Bool {
        guard let claim = issue.command.claim, let stored = tables.claims[claim.name], stored.claim == claim,
            let commit = tables.commits[stored.lane]?[stored.batch],
            let present = tables.versionsDecided[commit]?[claim.name.merchant]
        else { return false }
        return zip(issue.verdicts, issue.versions).contains { verdict, version in
            guard case .answered(_, replayed: false) = verdict, let version else { return false }
            return version < present
        }
    }

    /// Commands without a key answer with a payment as it stood at some time.
    private func mismatch(_ outcome: Outcome, _ command: any Command) -> String? {
        guard case .payment(let payment) = outcome else { return nil }
        let version = SimulatedTables.Version(payment: payment.terms.id, version: payment.standing.version)
        guard let now = tables.payments[payment.terms.id], let event = tables.events[version],
            now.asOf(event) == payment
        else { return "a payment that was answered never stood like this" }
        if let consent = command as? Consent, payment.standing.state != .expired,
            now.standing.paidBy != consent.payer
        {
            return "a payment that was answered as paid is not"
        }
        return nil
    }

    private func mismatch(_ outcome: Outcome, _ claim: Claim) -> String? {
        if case .refused(let refusal) = outcome, [.unknownPayer, .notFound, .replayed].contains(refusal) { return nil }
        guard let stored = tables.claims[claim.name] else {
            // A mismatch with a command of the same batch whose key was let go of leaves nothing behind.
            if case .refused(.idempotencyMismatch) = outcome { return nil }
            return "answered, but its key is not there"
        }
        if case .refused(.idempotencyMismatch) = outcome { return nil }
        if stored.claim.digest != claim.digest { return "answered with somebody else's content" }
        switch outcome {
        case .payment(let payment):
            guard let event = tables.eventsByID[stored.object], let now = tables.payments[payment.terms.id],
                event.payment == payment.terms.id, now.asOf(event) == payment
            else { return "the payment that was answered is not the one that is stored" }
        case .refund(let refund):
            // One that goes to a channel was pending when it was answered first.
            if tables.refunds[stored.object]?.in(refund.state) != refund {
                return "the refund that was answered is not stored"
            }
        case .topup(let topup):
            if tables.topups[stored.object] != topup { return "the top-up that was answered is not stored" }
        case .credit(let line):
            if tables.credits[stored.object] != line { return "the credit that was answered is not stored" }
        case .adjustment(let adjustment):
            let moved = tables.entries.filter {
                $0.entry.posting == adjustment.id && $0.entry.account.kind == .clearing
            }
            if tables.adjustments[stored.object] != adjustment {
                return "the adjustment that was answered is not stored"
            }
            if moved.map(\.entry.amount) != adjustment.amounts.map(\.minor) { return "an adjustment moved otherwise" }
        case .receipt(let receipt):
            if tables.receipts[stored.object] != receipt { return "the receipt that was answered is not stored" }
        case .payer(let view):
            if tables.payers[stored.object] != view.payer { return "the payer that was answered is not stored" }
        case .window, .payout, .withdrawal: return "an answer of a command that has no key"
        case .refused(let refusal):
            if stored.refusal != refusal { return "a refusal that was answered is not stored" }
        }
        return nil
    }

    /// The order of commits, run again one by one, comes to the same decisions and the same balances.
    private func history() -> [String] {
        var complaints: [String] = []
        var model = SequentialModel(
            cast: .simulated, balances: Simulation.openingBalances, receipts: tables.receipts, returns: tables.returns)
        var commands: [Claim: any Command] = [:]
        for issue in workload.issues { if let claim = issue.command.claim { commands[claim] = issue.command } }
        var doings: [Doing] = []
        for stored in tables.claims.values {
            guard let commit = tables.commits[stored.lane]?[stored.batch], let command = commands[stored.claim] else {
                complaints.append("a key of a batch that was never committed")
                continue
            }
            doings.append(Doing(commit: commit, object: stored.object, deed: .command(command)))
        }
        var posted: [Identifier: Int] = [:]
        for line in tables.entries { posted[line.entry.posting] = line.commit }
        for topup in tables.topups.values where topup.merchant == nil {
            guard let commit = posted[topup.id] else {
                complaints.append("a top-up without entries")
                continue
            }
            let command = OperatorTopup(target: topup.target, amount: topup.amount)
            doings.append(Doing(commit: commit, object: topup.id, deed: .command(command)))
        }
        doings += keyless() + payouts()
        doings.sort { ($0.commit, $0.object) < ($1.commit, $1.object) }
        for doing in doings {
            let found = came(doing)
            let expected = model.run(doing, at: tables.times[doing.commit] ?? server.now, found)
            if expected != found {
                complaints.append("\(doing.object.number): \(String(describing: found)), the model says \(expected)")
            }
        }
        complaints += model.complaints + caps(model)
        for (key, wallet) in tables.wallets {
            if wallet.queued != model.owed[key] ?? 0 {
                complaints.append("\(key) owes windows what the model does not")
            }
            if wallet.held != model.held[key] ?? 0 { complaints.append("\(key) holds back what the model does not") }
        }
        for (key, balance) in model.balances {
            let stored = tables.wallets[key]?.balance ?? tables.merchantBalances[key] ?? 0
            if stored != balance { complaints.append("\(key) is \(stored), \(balance) in the model") }
        }
        return complaints
    }

    /// What commands without a key did, told from what they left; and holds that ended by time.
    private func keyless() -> [Doing] {
        let claimed = Set(tables.claims.values.map(\.object))
        var doings = tables.events.values.compactMap { event -> Doing? in
            guard tables.receipts[event.id] == nil, !claimed.contains(event.id), let deed = deed(event) else {
                return nil
            }
            return Doing(commit: tables.eventCommits[event.id] ?? 0, object: event.id, deed: deed)
        }
        var isSettled: Set<Identifier> = []
        for line in tables.entries {
            guard let back = tables.returns[line.entry.object], line.entry.posting != back.id,
                isSettled.insert(back.id).inserted
            else { continue }
            let report = ReturnReport(
                back.id, payment: back.payment, merchant: back.merchant, hasSucceeded: back.state == .succeeded)
            doings.append(Doing(commit: line.commit, object: line.entry.posting, deed: .command(report)))
        }
        return doings
    }

    private func deed(_ event: Event) -> Doing.Deed? {
        let (id, merchant) = (event.payment, event.merchant)
        let payment = tables.payments[id]
        switch event.from {
        case .pending where event.state == .expired:
            return .command(Expiry(payment: id, merchant: merchant, isClosed: true))
        case .pending where event.state == .voided: return .command(CloseOrder(merchant: merchant, payment: id))
        case .pending:
            // Only whether money was set aside shows afterwards, and whether there was a cap.
            let queue = event.state == .queued ? QueueTerms.shown(reserves: event.held > 0) : nil
            let caps = payment?.standing.countedOn.flatMap { _ in DayCaps([.cny: .max], in: .china) }
            return .command(
                Consent(
                    payment: id, merchant: merchant, payer: payment?.standing.paidBy ?? .system, queue: queue,
                    caps: caps))
        case .queued: return event.state == .captured ? .post(of: id) : .drop(of: id)
        case .held where event.state != .held && event.holdExpiresAt != nil: return .end(of: id)
        case .held:
            return .command(PayerCapture(merchant: merchant, payment: id, payer: payment?.payer ?? .system))
        default: return nil
        }
    }

    private func came(_ doing: Doing) -> SequentialModel.Expectation? {
        let object = doing.object
        if let receipt = tables.receipts[object] { return .receipt(surplus: receipt.surplus) }
        if case .command(let command) = doing.deed, command is ReturnReport { return .report }
        if let payout = tables.payouts.first(where: { $0.id == object }) {
            return .payout(payout.paid.minor, carry: payout.carryAfter)
        }
        if let withdrawal = tables.withdrawals.first(where: { $0.id == object }) {
            return .withdrawal(withdrawal.money.minor)
        }
        if let refund = tables.refunds[object] { return .refund(refund.money.minor) }
        if let topup = tables.topups[object] { return .topup(topup.amount) }
        if let line = tables.credits[object] { return .credit(line.limit) }
        if let adjustment = tables.adjustments[object] { return .adjustment(adjustment.amounts) }
        if tables.payers[object] != nil { return .payer }
        if let event = tables.eventsByID[object] {
            return .payment(
                event.state, held: event.held, captured: event.captured, until: event.holdExpiresAt,
                event.declineCode.flatMap(DeclineCode.init(rawValue:)))
        }
        guard case .command(let command) = doing.deed else { return nil }
        return command.claim.flatMap { tables.claims[$0.name]?.refusal }.map { .refused($0) }
    }

    /// What a wallet holds back is what its payments hold, and never more than it has; a hold ends once, by time
    /// neither early nor late, and nothing is captured of it afterwards or beyond its amount.
    private func holds() -> [String] {
        var complaints: [String] = []
        var held: [AccountKey: Int64] = [:]
        for payment in tables.payments.values {
            if let payer = payment.payer {
                held[AccountKey(payer, .wallet, payment.terms.money.currency), default: 0] += payment.standing.held
            }
            var last: Event?
            var ends = 0
            for version in 1...payment.standing.version {
                guard let event = tables.events[.init(payment: payment.terms.id, version: version)] else { continue }
                if event.held < 0 || event.captured + event.held > event.money.minor {
                    complaints.append("more is captured and held than the payment's amount")
                }
                if let last, last.state == .held, let end = last.holdExpiresAt {
                    ends += event.state == .held ? 0 : 1
                    let isByTime = event.state != .held && event.holdExpiresAt != nil
                    if isByTime, event.createdAt < end { complaints.append("a hold ended before its time") }
                    if !isByTime, event.createdAt >= end, event.captured > last.captured {
                        complaints.append("captured after the hold's time")
                    }
                }
                last = event
            }
            if ends > 1 { complaints.append("a hold ended twice") }
        }
        for (key, wallet) in tables.wallets {
            if wallet.held != held[key] ?? 0 { complaints.append("\(key) does not hold back what its payments hold") }
            if wallet.balance + wallet.debtLimit < wallet.held {
                complaints.append("\(key) holds back more than it has")
            }
        }
        return complaints
    }

    /// Postings sum to zero, balances are the sum of their entries, and each entry follows the one before it.
    private func books() -> [String] {
        var complaints: [String] = []
        var sums: [Identifier: Int64] = [:]
        var balances = Simulation.openingBalances
        var times: [AccountKey: Timestamp] = [:]
        let inOrder = tables.entries.sorted {
            ($0.commit, $0.entry.posting, $0.entry.leg) < ($1.commit, $1.entry.posting, $1.entry.leg)
        }
        for line in inOrder {
            let entry = line.entry
            sums[entry.posting, default: 0] += entry.amount
            balances[entry.account, default: 0] += entry.amount
            if let after = entry.balanceAfter, after != balances[entry.account] {
                complaints.append("an entry of \(entry.account) does not follow the one before it")
            }
            guard entry.account.kind == .wallet else { continue }
            if let last = times[entry.account], last > entry.postedAt {
                complaints.append("time runs backwards on \(entry.account)")
            }
            times[entry.account] = entry.postedAt
        }
        if sums.values.contains(where: { $0 != 0 }) { complaints.append("a posting does not sum to zero") }
        for (key, balance) in balances where !key.kind.isSystem {
            let stored = tables.wallets[key]?.balance ?? tables.merchantBalances[key]
            if stored != balance { complaints.append("\(key) is not the sum of its entries") }
        }
        for (key, balance) in tables.systemBalances where balances[key] != balance {
            complaints.append("\(key) is not the sum of its entries")
        }
        var fees: [AccountKey: Int64] = [:]
        for payment in tables.payments.values where payment.standing.fee != 0 {
            fees[.system(.fees, payment.terms.money.currency), default: 0] += payment.standing.fee
        }
        for (key, fee) in fees where balances[key] != fee { complaints.append("\(key) is not what payments paid") }
        return complaints
    }

    /// Versions are dense, and the last event tells how the payment stands.
    private func events() -> [String] {
        tables.payments.values.compactMap { payment in
            let all = (1...payment.standing.version).map {
                tables.events[SimulatedTables.Version(payment: payment.terms.id, version: $0)]
            }
            guard let last = all.last ?? nil, !all.contains(nil) else { return "a payment lacks an event" }
            return payment.asOf(last) == payment ? nil : "a payment does not stand as its last event says"
        } + (tables.events.values.allSatisfy { tables.payments[$0.payment] != nil } ? [] : ["an event of no payment"])
    }
}
