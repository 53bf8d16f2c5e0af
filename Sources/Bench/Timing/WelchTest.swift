import Glibc

/// Whether two sets of times come from one distribution: Welch's t-test, as dudect uses it (Reparaz, Balasch,
/// Verbauwhede: "Dude, is my code constant time?", DATE 2017).
package enum WelchTest {
    /// Fewer times than this say nothing.
    package static let leastCount = 100
    private static let crops = 100

    /// The greatest |t| over all times and over those below each of a hundred percentiles: what comes from outside,
    /// an interrupt or another program, lies at the long end and hides differences at the short one. nil: too few.
    package static func greatestT(_ first: [UInt32], _ second: [UInt32]) -> Double? {
        let sums = (CroppedSums(first), CroppedSums(second))
        return limits(first + second).compactMap { limit in
            t(sums.0.below(limit), sums.1.below(limit)).map(abs)
        }.max()
    }

    /// Where times are cropped: ever closer to the longest one, which is the last limit, as dudect crops.
    static func limits(_ times: [UInt32]) -> [UInt32] {
        let all = times.sorted()
        guard let longest = all.last else { return [] }
        return (0..<crops).map { number in
            all[Int(Double(all.count - 1) * (1 - pow(0.5, 10 * Double(number + 1) / Double(crops))))]
        } + [longest]
    }

    /// Over all times; positive where the first ones are longer. nil: too few.
    package static func t(_ first: [UInt32], _ second: [UInt32]) -> Double? {
        t(CroppedSums(first).below(.max), CroppedSums(second).below(.max))
    }

    private static func t(_ first: Moments, _ second: Moments) -> Double? {
        guard min(first.count, second.count) >= Double(leastCount) else { return nil }
        let error = first.variance / first.count + second.variance / second.count
        let difference = first.mean - second.mean
        guard error > 0 else { return difference == 0 ? 0 : .infinity }
        return difference / error.squareRoot()
    }
}
