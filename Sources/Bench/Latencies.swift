import Histogram

/// A distribution of latencies: microseconds to three significant digits, up to ten minutes.
package struct Latencies: Sendable {
    private static let longestMicroseconds: UInt64 = 600_000_000
    private var histogram = Histogram<UInt32>(
        highestTrackableValue: Latencies.longestMicroseconds, numberOfSignificantValueDigits: .three)

    package init() {}

    package var count: Int { Int(histogram.totalCount) }

    package mutating func record(nanoseconds: UInt64) {
        histogram.record(min(nanoseconds / 1_000, Self.longestMicroseconds))
    }

    package mutating func add(_ other: Latencies) {
        histogram.add(other.histogram)
    }

    /// The latency that `percent` of all stay within, in milliseconds; 0 when nothing was recorded.
    package func milliseconds(percentile percent: Double) -> Double {
        count == 0 ? 0 : Double(histogram.valueAtPercentile(percent)) / 1_000
    }

    package var p50Milliseconds: Double { milliseconds(percentile: 50) }
    package var p99Milliseconds: Double { milliseconds(percentile: 99) }
    package var longestMilliseconds: Double { count == 0 ? 0 : Double(histogram.max) / 1_000 }
}
