/// A limit that the product sets itself, and what was measured.
package struct Judgement: Sendable {
    /// The side on which the measured value has to be.
    package enum Bound: Sendable {
        case atLeast(Double)
        case atMost(Double)
    }

    package let title: String
    package let measured: Spread
    package let bound: Bound
    package let unit: String

    package init(_ title: String, _ measured: Spread, _ bound: Bound, unit: String) {
        self.title = title
        self.measured = measured
        self.bound = bound
        self.unit = unit
    }

    /// The median counts; a single round may be disturbed.
    package var isMet: Bool {
        switch bound {
        case .atLeast(let limit): measured.median >= limit
        case .atMost(let limit): measured.median <= limit
        }
    }
}
