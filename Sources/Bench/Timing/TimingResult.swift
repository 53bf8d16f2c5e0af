package import Docking

/// What one comparison came to.
package struct TimingResult: Sendable {
    /// A difference that chance makes once in a hundred thousand times.
    package static let limit = 4.5

    package let comparison: TimedRefusals.Comparison
    package let samples: Int
    /// Nanoseconds, of either form.
    package let medians: (first: UInt32, second: UInt32)
    /// The greatest |t|; see `WelchTest`.
    package let t: Double

    package var isGood: Bool { t < Self.limit }
}
