/// What a merchant's policy said of a payment when it was made: kept with it, so that later captures go by it too.
package struct PolicyTerms: Equatable, Sendable {
    /// The policy's version.
    package let version: Int64
    /// The rule that decided; nil: none did.
    package let rule: String?
    package let fees: FeeRules
    package let overCaptureBasisPoints: Int64

    package init(version: Int64, rule: String?, fees: FeeRules, overCaptureBasisPoints: Int64) {
        self.version = version
        self.rule = rule
        self.fees = fees
        self.overCaptureBasisPoints = overCaptureBasisPoints
    }
}
