/// Whether two forms take the same time when it is not the single request that chance decides about: requests of one
/// layout in memory are alike, so that each layout counts once, by the difference of its two means. Student's t-test
/// for paired samples, over the same crops as `WelchTest`.
package enum PairedTest {
    /// Fewer layouts than this say nothing.
    package static let leastCount = 30
    /// Fewer times than this have no mean worth the name.
    private static let leastTimes = 20.0

    /// The greatest |t| over all crops. nil: too few.
    package static func greatestT(_ layouts: [(first: [UInt32], second: [UInt32])]) -> Double? {
        let sums = layouts.map { (CroppedSums($0.first), CroppedSums($0.second)) }
        return WelchTest.limits(layouts.flatMap { $0.first + $0.second }).compactMap { limit in
            let differences = sums.compactMap { difference($0.0.below(limit), $0.1.below(limit)) }
            return t(differences).map(abs)
        }.max()
    }

    private static func difference(_ first: Moments, _ second: Moments) -> Double? {
        min(first.count, second.count) < leastTimes ? nil : first.mean - second.mean
    }

    private static func t(_ differences: [Double]) -> Double? {
        guard differences.count >= leastCount else { return nil }
        let count = Double(differences.count)
        let mean = differences.reduce(0, +) / count
        let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        guard variance > 0 else { return mean == 0 ? 0 : .infinity }
        return mean / (variance / count).squareRoot()
    }
}
