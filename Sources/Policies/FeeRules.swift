/// What a merchant pays for having its payers charged: a share and a fixed amount, within bounds.
package struct FeeRules: Equatable, Sendable {
    /// Hundredths of a percent of what is captured.
    package var basisPoints: Int64 = 0
    /// Minor units, added once a payment.
    package var fixed: Int64 = 0
    package var minimum: Int64 = 0
    /// nil: no bound.
    package var maximum: Int64?
    /// Whether a refund gives back its share of the fee.
    package var returnsWithRefund = false

    package init() {}

    package var isFree: Bool { basisPoints == 0 && fixed == 0 && minimum == 0 }

    /// The fee of a payment of which so much is captured, minor units: rounded half up, never all of it.
    package func fee(of captured: Int64) -> Int64 {
        guard captured > 0, !isFree else { return 0 }
        let (high, low) = captured.multipliedFullWidth(by: basisPoints)
        let (rounded, carries) = low.addingReportingOverflow(5_000)
        let (share, _) = Int64(10_000).dividingFullWidth((high + (carries ? 1 : 0), rounded))
        return max(0, min(max(share + fixed, minimum), maximum ?? .max, captured - 1))
    }

    /// The fee of capturing more of a payment. Each capture leaves its merchant something.
    package func fee(ofCapturing amount: Int64, after captured: Int64) -> Int64 {
        max(0, min(fee(of: captured + amount) - fee(of: captured), amount - 1))
    }

    /// What of a fee goes back with a refund of a part of what is left of a payment.
    package func returned(of fee: Int64, refunding amount: Int64, of left: Int64) -> Int64 {
        guard returnsWithRefund, left > 0 else { return 0 }
        let product = fee.multipliedFullWidth(by: amount)
        return left.dividingFullWidth(product).quotient
    }
}
