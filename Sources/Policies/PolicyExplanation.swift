package import Values

/// What a policy makes of a payment, and what each of its rules has to say of it.
package struct PolicyExplanation: Sendable {
    /// What one rule has to say.
    package enum Finding: Equatable, Sendable {
        case decides
        /// It is about such payments, but another rule or the caller comes first.
        case outranked
        /// It is not about such payments, for this member.
        case differs(String)
    }

    package let decision: PolicyDecision
    /// The most important first.
    package let findings: [(rule: PolicyRule, finding: Finding)]
}

extension PolicyVersion {
    /// Decides as `decide` does, and says why.
    package func explain(
        _ money: Money, scenario: String?, asked: Mode?, at now: Timestamp
    ) -> PolicyExplanation {
        let decision = decide(money, scenario: scenario, asked: asked, hold: (nil, nil), at: now)
        let local = LocalTime(now, in: policy.zone)
        return PolicyExplanation(
            decision: decision,
            findings: policy.rules.map { rule in
                if let member = rule.obstacle(to: money, scenario: scenario, at: local) {
                    return (rule, .differs(member))
                }
                return (rule, decision.chooser == .rule(rule.name) ? .decides : .outranked)
            })
    }
}
