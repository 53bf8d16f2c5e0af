package import Values

/// What a merchant wants done with its payments: which mode, on which terms, at which fee.
package struct Policy: Equatable, Sendable {
    /// The zone in which its hours, weekdays and days are meant.
    package var zone = Zone.china
    /// The mode of payments that neither a rule nor their scenario decides.
    package var mode = Mode.realtime
    /// The modes of scenarios: `retail`, `subscription`, or a word of the merchant's own.
    package var scenarios: [String: Mode] = [:]
    /// The most important first.
    package var rules: [PolicyRule] = []
    /// How money is held where neither the caller nor a rule says so.
    package var hold = HoldTerms.usual
    /// By how much more than was held may be captured, in hundredths of a percent of it.
    package var overCaptureBasisPoints: Int64 = 0
    package var batch = BatchRules()
    package var fees = FeeRules()
    /// Minor units: a larger payment is declined; nil: none is.
    package var largestPayment: Int64?
    /// What becomes of a payment whose risk cannot be told: charged up to this amount in minor units, held above it.
    package var unscoredLimit: Int64 = 20_000
    package var pressure = PressureRules()

    /// Of merchants that said nothing: real time, no fee, no cap.
    package static let builtIn = Policy()

    package init() {}
}
