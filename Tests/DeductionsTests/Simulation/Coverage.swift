import Deductions
import Events
import Ledger
import Values

/// How often simulations came by what can happen.
struct Coverage {
    private(set) var counts: [String: Int] = [:]

    static func step(_ from: PaymentState?, _ to: PaymentState) -> String {
        "\(from?.rawValue ?? "nothing") → \(to.rawValue)"
    }

    /// Whatever commands can bring about: each legal step of a payment but those that no command makes yet (from and
    /// to `challenged`; a channel or a payer that says no), each refusal, each way to be declined that needs no risk
    /// model.
    static let all: [String] = {
        let unmade = [
            step(.pending, .declined), step(.held, .challenged),
        ]
        let states = PaymentState.allCases.filter { $0 != .challenged }
        var names: [String] = []
        for target in states {
            for from in [nil] + states.map(Optional.some)
            where from != target && Transition.isLegal(from: from, to: target) { names.append(step(from, target)) }
        }
        names += Refusal.allCases.map { "refused: \($0.rawValue)" }
        let codes: [DeclineCode] = [
            .insufficientFunds, .limitExceeded, .exposureExceeded, .payerBlocked, .currencyNotHeld,
        ]
        names += codes.map { "declined: \($0.rawValue)" }
        return names.filter { !unmade.contains($0) } + [
            "charged at a window", "postponed", "declined at a window", "charged a fee", "captured beyond the hold",
            "paid out", "left over", "paid too early", "withdrawn", "paid out before", "declined: frozen",
            "charged on two days", "lived on credit", "owed more than is allowed",
            "judged by the past",
        ]
    }()

    /// What the lanes of a simulation left behind, and what they answered.
    init(_ tables: SimulatedTables, _ workload: Workload) {
        for event in tables.events.values {
            counts[Self.step(event.from, event.state), default: 0] += 1
            let before = tables.events[.init(payment: event.payment, version: event.version - 1)]
            if let before, event.state == .captured, event.money.minor > before.money.minor {
                counts["captured beyond the hold", default: 0] += 1
            }
        }
        for payment in tables.payments.values {
            if payment.standing.fee > 0 { counts["charged a fee", default: 0] += 1 }
            guard let code = payment.standing.declineCode else { continue }
            counts["declined: \(code.rawValue)", default: 0] += 1
            if payment.payer == Cast.simulated.frozen, code == .payerBlocked {
                counts["declined: frozen", default: 0] += 1
            }
        }
        counts["charged on two days"] = Set(tables.days.keys.map(\.day)).count > 1 ? 1 : 0
        counts["lived on credit"] = tables.wallets.values.count { $0.balance < 0 }
        counts["owed more than is allowed"] = tables.wallets.values.count { $0.available < 0 }
        counts["paid out"] = tables.payouts.count { $0.paid.minor > 0 }
        counts["left over"] = tables.payouts.count { $0.carryAfter > 0 }
        counts["paid too early"] = tables.payouts.count { $0.carryAfter < 0 }
        counts["withdrawn"] = tables.withdrawals.count
        let answers = workload.issues.filter { $0.command is PayoutOrder }.flatMap(\.verdicts).count { verdict in
            if case .answered(.payout, _) = verdict { true } else { false }
        }
        counts["paid out before"] = max(0, answers - tables.payouts.count)
        for verdict in workload.issues.flatMap(\.verdicts) {
            switch verdict {
            case .answered(.refused(let refusal), _): counts["refused: \(refusal.rawValue)", default: 0] += 1
            case .answered(.window(let tally), _):
                counts["charged at a window", default: 0] += tally.charged
                counts["postponed", default: 0] += tally.postponed
                counts["declined at a window", default: 0] += tally.declined
            case .stale: counts["judged by the past", default: 0] += 1
            default: break
            }
        }
    }

    init() {}

    mutating func add(_ other: Coverage) { counts.merge(other.counts, uniquingKeysWith: +) }
}
