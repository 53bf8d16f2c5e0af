import Dispatch
package import Merchants
import Threading
import Values

/// Holds merchants to the rate that is agreed with them.
///
/// The rate is the merchant's with all workers of a machine that do the same work, to whom nginx hands requests evenly;
/// none asks another one: each takes its share. How many they are is looked up once a second, so for so long after one
/// comes or goes the sum may be off by its share.
package final class RateLimiter: Sendable {
    private struct Memory {
        var buckets: [Identifier: TokenBucket] = [:]
        var workers = 1
        /// When they are to be counted again.
        var countsAt: UInt64 = 0
    }

    private static let countNanoseconds: UInt64 = 1_000_000_000
    /// Merchants remembered at once. Only those with a rate are, and not while their bucket is full.
    private static let limit = 100_000

    private let memory = Guarded(Memory())
    private let workers: @Sendable () -> Int
    private let now: @Sendable () -> UInt64

    /// `workers`: how many share the rate, this one among them; `now`: nanoseconds of a clock that never steps back.
    package init(
        workers: @escaping @Sendable () -> Int,
        now: @escaping @Sendable () -> UInt64 = { DispatchTime.now().uptimeNanoseconds }
    ) {
        self.workers = workers
        self.now = now
    }

    /// Counts a request of a merchant's. nil: it may go on; else the whole seconds after which one more may.
    package func waitSeconds(_ merchant: Merchant) -> Int? {
        guard let rate = merchant.settings.rate else { return nil }
        let now = now()
        let wait = memory.withLock { memory -> UInt64? in
            if now >= memory.countsAt {
                memory.workers = workers()
                memory.countsAt = now + Self.countNanoseconds
            }
            if memory.buckets[merchant.id] == nil, memory.buckets.count >= Self.limit {
                memory.buckets = memory.buckets.filter { !$0.value.isFull(at: now) }
            }
            var bucket = memory.buckets[merchant.id] ?? TokenBucket()
            let wait = bucket.take(at: now, of: rate, sharedBy: memory.workers)
            // One that cannot be remembered any more goes on: all the others are at their limits.
            if memory.buckets[merchant.id] != nil || memory.buckets.count < Self.limit {
                memory.buckets[merchant.id] = bucket
            }
            return wait
        }
        return wait.map { Int(($0 + 999_999_999) / 1_000_000_000) }
    }
}
