import Deductions
import Policies
import Values

/// How a payment is to be charged by its merchant's policy, as the engine wants to hear it.
struct ChargePlan: Sendable {
    let decision: PolicyDecision
    /// How it waits for its batch window; nil: it does not.
    let queue: QueueTerms?
    /// How it waits for one if its payer has paid before, since the engine is busy; nil: it does not.
    let relief: QueueTerms?
    /// What the policy has against it; nil: nothing.
    let objection: DeclineCode?

    /// `asked` and `hold`: what the caller says; `fullnessPercent`: how busy the engine is.
    init(
        _ version: PolicyVersion, _ money: Money, scenario: String?, asked: Mode?,
        hold: (seconds: Int64?, capturer: HoldTerms.Capturer?), fullnessPercent: Int64, at now: Timestamp
    ) {
        let policy = version.policy
        decision = version.decide(money, scenario: scenario, asked: asked, hold: hold, at: now)
        queue = decision.mode == .batch ? policy.queue(at: now) : nil
        let isPressed = policy.pressure.queues && fullnessPercent >= policy.pressure.thresholdPercent
        relief = decision.mode == .realtime && isPressed ? policy.queue(at: now) : nil
        objection = decision.isTooLarge ? .limitExceeded : nil
    }
}
