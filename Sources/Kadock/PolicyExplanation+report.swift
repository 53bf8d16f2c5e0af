import JSON
import Policies
import Values

extension PolicyExplanation {
    /// Prints it, for people or as one line of JSON.
    func report(of version: PolicyVersion, json: Bool) {
        guard !json else {
            Report.object { write(version, into: &$0) }
            return
        }
        print("version \(version.number): \(decision.mode.rawValue), \(decision.chooser.words)")
        if let hold = decision.hold { print("held \(hold.seconds) s, captured by \(hold.capturer.rawValue)") }
        if let window = decision.window { print("charged at \(window.rfc3339)") }
        if decision.isTooLarge { print("declined: larger than caps.payment") }
        for (rule, finding) in findings {
            print("rule \(rule.name) (priority \(rule.priority)\(rule.enforces ? ", enforced" : "")): \(finding.words)")
        }
    }

    private func write(_ version: PolicyVersion, into writer: inout JSONWriter) {
        writer.field("version", version.number)
        writer.field("mode", decision.mode.rawValue)
        writer.field("chosen_by", decision.chooser.word)
        writer.field("rule", decision.chooser.rule)
        writer.field("hold_seconds", decision.hold?.seconds)
        writer.field("capture_by", decision.hold?.capturer.rawValue)
        writer.field("window", decision.window?.rfc3339)
        writer.field("too_large", decision.isTooLarge)
        writer.array("rules") { writer in
            for (rule, finding) in findings {
                writer.object { writer in
                    writer.field("name", rule.name)
                    writer.field("priority", rule.priority)
                    writer.field("enforce", rule.enforces)
                    writer.field("finding", finding.word)
                    writer.field("differs_in", finding.member)
                }
            }
        }
    }
}

extension PolicyDecision.Chooser {
    fileprivate var rule: String? { if case .rule(let name) = self { name } else { nil } }

    fileprivate var word: String {
        switch self {
        case .rule: "rule"
        case .caller: "caller"
        case .scenario: "scenario"
        case .policy: "policy"
        }
    }

    fileprivate var words: String {
        switch self {
        case .rule(let name): "by rule \(name)"
        case .caller: "as the caller asks"
        case .scenario(let name): "as scenario \(name) has it"
        case .policy: "as the policy has it where nothing else decides"
        }
    }
}

extension PolicyExplanation.Finding {
    fileprivate var member: String? { if case .differs(let member) = self { member } else { nil } }

    fileprivate var word: String {
        switch self {
        case .decides: "decides"
        case .outranked: "outranked"
        case .differs: "differs"
        }
    }

    fileprivate var words: String {
        switch self {
        case .decides: "decides"
        case .outranked: "fits, but comes later"
        case .differs(let member): "does not fit, by \(member)"
        }
    }
}
