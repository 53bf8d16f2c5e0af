package import Values

/// What a policy makes of a payment.
package struct PolicyDecision: Equatable, Sendable {
    /// Who chose the mode.
    package enum Chooser: Equatable, Sendable {
        case rule(String)
        case caller
        case scenario(String)
        case policy
    }

    package let mode: Mode
    package let chooser: Chooser
    /// How it is held, if it is.
    package let hold: HoldTerms?
    /// Its window, if it waits for one.
    package let window: Timestamp?
    /// Whether it is more than the merchant lets be paid at once.
    package let isTooLarge: Bool
    /// Kept with the payment; nil: it would say nothing.
    package let terms: PolicyTerms?
}
