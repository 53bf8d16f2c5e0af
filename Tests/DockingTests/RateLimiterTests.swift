import Merchants
import Testing
import Threading
import Values

@testable import Docking

@Suite("A merchant's rate")
struct RateLimiterTests {
    private static let second: UInt64 = 1_000_000_000
    private let clock = Guarded<UInt64>(7 * Self.second)

    private func merchant(_ id: Int64, _ rate: RequestRate?) -> Merchant {
        var settings = MerchantSettings()
        settings.rate = rate
        return Merchant(id: Identifier(id), pid: id, name: "m", state: .active, settings: settings)
    }

    private func limiter(workers: Int = 1) -> RateLimiter {
        RateLimiter(workers: { workers }, now: { [clock] in clock.withLock { $0 } })
    }

    private func pass(_ nanoseconds: UInt64) { clock.withLock { $0 += nanoseconds } }

    /// How many of a hundred at once may go on.
    private func burst(_ limiter: RateLimiter, _ merchant: Merchant) -> Int {
        (0..<100).count { _ in limiter.waitSeconds(merchant) == nil }
    }

    @Test("As many at once as the bucket holds, then as many as come in; a full one overflows")
    func bucket() {
        let limiter = limiter()
        let shop = merchant(1, RequestRate(perSecond: 10, burst: 20))
        #expect(burst(limiter, shop) == 20)
        #expect(limiter.waitSeconds(shop) == 1)
        pass(Self.second / 10 - 1)
        #expect(burst(limiter, shop) == 0)
        pass(1)
        #expect(burst(limiter, shop) == 1)
        pass(Self.second / 2)
        #expect(burst(limiter, shop) == 5)
        pass(60 * Self.second)
        #expect(burst(limiter, shop) == 20)
    }

    @Test("The wait is told in whole seconds, none too few")
    func wait() {
        let limiter = limiter(workers: 4)
        let shop = merchant(1, RequestRate(perSecond: 1, burst: 1))
        #expect(limiter.waitSeconds(shop) == nil)
        #expect(limiter.waitSeconds(shop) == 4)
        pass(3 * Self.second - 1)
        #expect(limiter.waitSeconds(shop) == 2)
        pass(1)
        #expect(limiter.waitSeconds(shop) == 1)
        pass(Self.second)
        #expect(limiter.waitSeconds(shop) == nil)
    }

    @Test("Workers share the rate, with one at least each; others have buckets of their own, some none at all")
    func shares() {
        let limiter = limiter(workers: 3)
        #expect(burst(limiter, merchant(1, RequestRate(perSecond: 30, burst: 20))) == 6)
        #expect(burst(limiter, merchant(2, RequestRate(perSecond: 30, burst: 20))) == 6)
        #expect(burst(limiter, merchant(3, RequestRate(perSecond: 1, burst: 1))) == 1)
        #expect(burst(limiter, merchant(4, nil)) == 100)
    }

    @Test("Numbers beyond all reason trap nobody")
    func extremes() {
        let limiter = limiter()
        #expect(burst(limiter, merchant(1, RequestRate(perSecond: .max, burst: .max))) == 100)
        #expect(burst(limiter, merchant(2, RequestRate(perSecond: 1, burst: .max))) == 100)
        #expect(burst(limiter, merchant(3, RequestRate(perSecond: 0, burst: -1))) == 1)
        clock.withLock { $0 = .max / 2 }
        #expect(burst(limiter, merchant(1, RequestRate(perSecond: 1, burst: 2))) == 2)
    }
}
