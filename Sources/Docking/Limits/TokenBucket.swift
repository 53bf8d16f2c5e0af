import Merchants

/// A bucket of tokens that fills by itself, as the moment at which it will be full: what is missing is how far that is
/// ahead. One token is one request.
struct TokenBucket: Equatable, Sendable {
    /// Nanoseconds of the monotonic clock.
    private(set) var fullAt: UInt64 = 0

    /// Takes a token. nil: it is taken; else the nanoseconds until there is one. `workers` share the rate evenly, each
    /// with one token at least.
    mutating func take(at now: UInt64, of rate: RequestRate, sharedBy workers: Int) -> UInt64? {
        let sharers = UInt64(max(workers, 1))
        let interval = max(1, 1_000_000_000 * sharers / UInt64(max(rate.perSecond, 1)))
        let size = max(1, UInt64(max(rate.burst, 1)) / sharers)
        let (capacity, isVast) = interval.multipliedReportingOverflow(by: size)
        // A bucket that takes years to fill is never empty.
        let depth = isVast ? UInt64(Int64.max) : min(capacity, UInt64(Int64.max))
        let next = max(fullAt, now) + interval
        guard next - now <= depth else { return next - now - depth }
        fullAt = next
        return nil
    }

    /// Whether it is like one that was never used.
    func isFull(at now: UInt64) -> Bool { fullAt <= now }
}
