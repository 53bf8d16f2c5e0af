import Events
import Channels
import Deductions
import Ledger
import Values

/// Looks at what a simulation left behind.
struct SimulationAudit {
    let server: SimulatedServer
    let workload: Workload

    private var tables: SimulatedTables { server.tables }

    func complaints() -> [String] {
        var complaints: [String] = []
        if server.naturalDeadlocks > 0 { complaints.append("\(server.naturalDeadlocks) deadlocks of the lanes' own") }
        if server.versionConflicts > 0 { complaints.append("\(server.versionConflicts) stale payments written") }
        complaints += answers() + history() + books() + events()
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
            if issue.verdicts.isEmpty { complaints.append("issue \(number) was never answered") }
        }
        let operators = tables.topups.values.filter { $0.merchant == nil }.count
        if operators != keyless { complaints.append("\(operators) operator top-ups for \(keyless) answers") }
        let owned = tables.claims.values.filter { $0.answer == .paymentEvent && $0.refusal == nil }
        if Set(owned.map(\.object)) != Set(tables.payments.keys) { complaints.append("payments without a key") }
        return complaints
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
            let version = SimulatedTables.Version(payment: payment.terms.id, version: 1)
            guard stored.object == payment.terms.id, let now = tables.payments[stored.object],
                let event = tables.events[version], now.asOf(event) == payment
            else { return "the payment that was answered is not the one that is stored" }
        case .refund(let refund):
            // One that goes to a channel was pending when it was answered first.
            if tables.refunds[stored.object]?.in(refund.state) != refund {
                return "the refund that was answered is not stored"
            }
        case .topup(let topup):
            if tables.topups[stored.object] != topup { return "the top-up that was answered is not stored" }
        case .receipt(let receipt):
            if tables.receipts[stored.object] != receipt { return "the receipt that was answered is not stored" }
        case .payer(let view):
            if tables.payers[stored.object] != view.payer { return "the payer that was answered is not stored" }
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
        var doings: [(commit: Int, object: Identifier, command: any Command)] = []
        for stored in tables.claims.values {
            guard let commit = tables.commits[stored.lane]?[stored.batch], let command = commands[stored.claim] else {
                complaints.append("a key of a batch that was never committed")
                continue
            }
            doings.append((commit, stored.object, command))
        }
        var posted: [Identifier: Int] = [:]
        for line in tables.entries { posted[line.entry.posting] = line.commit }
        for topup in tables.topups.values where topup.merchant == nil {
            guard let commit = posted[topup.id] else {
                complaints.append("a top-up without entries")
                continue
            }
            doings.append((commit, topup.id, OperatorTopup(target: topup.target, amount: topup.amount)))
        }
        doings += keyless()
        doings.sort { ($0.commit, $0.object) < ($1.commit, $1.object) }
        for doing in doings {
            let expected = model.run(doing.command, doing.object)
            let found = came(doing.object, doing.command)
            if expected != found {
                complaints.append("\(doing.object.number): \(String(describing: found)), the model says \(expected)")
            }
        }
        for (key, balance) in model.balances {
            let stored = tables.wallets[key]?.balance ?? tables.merchantBalances[key] ?? 0
            if stored != balance { complaints.append("\(key) is \(stored), \(balance) in the model") }
        }
        return complaints
    }

    /// What commands without a key did, told from what they left.
    private func keyless() -> [(commit: Int, object: Identifier, command: any Command)] {
        var doings: [(commit: Int, object: Identifier, command: any Command)] = []
        for event in tables.events.values where event.from == .pending && tables.receipts[event.id] == nil {
            let (id, merchant) = (event.payment, event.merchant)
            let payer = tables.payments[id]?.standing.paidBy ?? .system
            let command: any Command =
                event.state == .expired
                ? Expiry(payment: id, merchant: merchant, isClosed: true)
                : Consent(payment: id, merchant: merchant, payer: payer)
            doings.append((tables.eventCommits[event.id] ?? 0, event.id, command))
        }
        var isSettled: Set<Identifier> = []
        for line in tables.entries {
            guard let back = tables.returns[line.entry.object], line.entry.posting != back.id,
                isSettled.insert(back.id).inserted
            else { continue }
            let report = ReturnReport(
                back.id, payment: back.payment, merchant: back.merchant, hasSucceeded: back.state == .succeeded)
            doings.append((line.commit, line.entry.posting, report))
        }
        return doings
    }

    private func came(_ object: Identifier, _ command: any Command) -> SequentialModel.Expectation? {
        if let receipt = tables.receipts[object] { return .receipt(surplus: receipt.surplus) }
        if command is ReturnReport { return .report }
        let event =
            tables.events[SimulatedTables.Version(payment: object, version: 1)]
            ?? (command.claim == nil ? tables.events.values.first { $0.id == object } : nil)
        if let event {
            return .payment(
                event.state, captured: event.captured, event.declineCode.flatMap(DeclineCode.init(rawValue:)))
        }
        if let refund = tables.refunds[object] { return .refund(refund.money.minor) }
        if let topup = tables.topups[object] { return .topup(topup.amount) }
        if tables.payers[object] != nil { return .payer }
        return command.claim.flatMap { tables.claims[$0.name]?.refusal }.map { .refused($0) }
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
