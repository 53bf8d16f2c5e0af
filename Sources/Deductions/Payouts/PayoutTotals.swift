/// What a part of a merchant's feed brought in one currency, minor units. Always captured − refunded − fees =
/// pending + available.
package struct PayoutTotals: Equatable, Sendable {
    /// Events that moved the merchant's money.
    package var lines: Int64 = 0
    package var captured: Int64 = 0
    package var refunded: Int64 = 0
    package var fees: Int64 = 0
    /// What came into the merchant's `pending`, less what refunds took from it.
    package var pending: Int64 = 0
    /// What refunds took from the merchant's `available`: never above zero.
    package var available: Int64 = 0

    package init(
        lines: Int64 = 0, captured: Int64 = 0, refunded: Int64 = 0, fees: Int64 = 0, pending: Int64 = 0,
        available: Int64 = 0
    ) {
        self.lines = lines
        self.captured = captured
        self.refunded = refunded
        self.fees = fees
        self.pending = pending
        self.available = available
    }
}
