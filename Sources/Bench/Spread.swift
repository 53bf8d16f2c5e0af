/// The middle and the ends of what several rounds gave.
package struct Spread: Sendable, Equatable {
    package let median: Double
    package let least: Double
    package let greatest: Double

    /// nil: there were no rounds.
    package init?(_ values: [Double]) {
        let sorted = values.sorted()
        guard let least = sorted.first, let greatest = sorted.last else { return nil }
        self.least = least
        self.greatest = greatest
        let middle = sorted.count / 2
        median = sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
