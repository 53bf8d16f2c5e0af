package import Values

extension PolicyVersion {
    /// What becomes of a payment. A rule that enforces beats the caller, and the caller beats all else; `asked` is nil
    /// for callers who leave it to the policy.
    package func decide(
        _ money: Money, scenario: String?, asked: Mode?, hold: (seconds: Int64?, capturer: HoldTerms.Capturer?),
        at now: Timestamp
    ) -> PolicyDecision {
        // Most merchants have no rules, and zones cost time.
        let local = policy.rules.isEmpty ? nil : LocalTime(now, in: policy.zone)
        let matching =
            local.map { local in
                policy.rules.filter { $0.obstacle(to: money, scenario: scenario, at: local) == nil }
            } ?? []
        let rule = matching.first(where: \.enforces) ?? (asked == nil ? matching.first : nil)
        let (mode, chooser) = choose(rule, asked, scenario)
        return PolicyDecision(
            mode: mode, chooser: chooser, hold: mode == .preauth ? holdTerms(rule, hold) : nil,
            window: mode == .batch ? policy.batch.window(for: now, in: policy.zone) : nil,
            isTooLarge: policy.largestPayment.map { money.minor > $0 } ?? false,
            terms: number == 0
                ? nil
                : PolicyTerms(
                    version: number, rule: rule?.name, fees: policy.fees,
                    overCaptureBasisPoints: policy.overCaptureBasisPoints))
    }

    private func choose(
        _ rule: PolicyRule?, _ asked: Mode?, _ scenario: String?
    ) -> (Mode, PolicyDecision.Chooser) {
        if let rule { return (rule.mode, .rule(rule.name)) }
        if let asked { return (asked, .caller) }
        if let scenario, let mode = policy.scenarios[scenario] { return (mode, .scenario(scenario)) }
        return (policy.mode, .policy)
    }

    private func holdTerms(
        _ rule: PolicyRule?, _ asked: (seconds: Int64?, capturer: HoldTerms.Capturer?)
    ) -> HoldTerms {
        if let rule, rule.enforces, let hold = rule.hold { return hold }
        let usual = rule?.hold ?? policy.hold
        return HoldTerms(seconds: asked.seconds ?? usual.seconds, capturer: asked.capturer ?? usual.capturer)
    }
}
