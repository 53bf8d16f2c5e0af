package import Policies
package import Values

/// What if: past payments under a policy that was not theirs. Nothing but the policy is asked: whether payers could
/// have paid is not.
package struct Backtest: Sendable {
    /// How many payments are looked at, the latest ones.
    package static let longest = 20_000

    private let version: PolicyVersion

    package init(_ policy: Policy) {
        version = PolicyVersion(number: 1, effectiveFrom: Timestamp(microseconds: 0), policy: policy)
    }

    /// `past`: one more than is looked at, where there are more.
    package func run(_ past: [PastPayment], from: Timestamp, until: Timestamp) -> BacktestResult {
        var result = BacktestResult()
        result.isComplete = past.count <= Self.longest
        // Minor units times microseconds.
        var rests: [Currency: Int128] = [:]
        for payment in past.prefix(Self.longest) {
            let decision = version.decide(
                payment.money, scenario: payment.scenario, asked: payment.requestedMode.flatMap(Mode.init),
                hold: (nil, nil), at: payment.createdAt)
            result.add(payment, decision, fee: version.policy.fees.fee(of: payment.money.minor))
            rests[payment.money.currency, default: 0] +=
                Int128(payment.money.minor) * Int128(rest(decision, payment))
        }
        let span = Int128(until.microseconds - from.microseconds)
        for (currency, rest) in rests { result.currencies[currency]?.atRest = Int64(clamping: rest / span) }
        return result
    }

    /// How long a payment's money lies aside, microseconds.
    private func rest(_ decision: PolicyDecision, _ payment: PastPayment) -> Int64 {
        if decision.isTooLarge { return 0 }
        if let hold = decision.hold { return hold.seconds * 1_000_000 }
        guard version.policy.batch.reserves, let window = decision.window else { return 0 }
        return window.microseconds - payment.createdAt.microseconds
    }
}
