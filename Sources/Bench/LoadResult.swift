/// What came of a load: counted from the first to the last moment of the measured window.
package struct LoadResult: Sendable {
    /// The status under which requests that got no answer are counted.
    package static let noAnswer = 0

    package var seconds: Double
    package var itemsPerRequest: Int
    package var statuses: [Int: Int] = [:]
    /// Latencies of 2xx answers; in an open loop from the moment the request should have been sent.
    package var admitted = Latencies()
    /// Latencies of everything else that was answered.
    package var refused = Latencies()

    package init(seconds: Double, itemsPerRequest: Int) {
        self.seconds = seconds
        self.itemsPerRequest = itemsPerRequest
    }

    package mutating func record(status: Int, nanoseconds: UInt64) {
        statuses[status, default: 0] += 1
        if (200..<300).contains(status) {
            admitted.record(nanoseconds: nanoseconds)
        } else if status != Self.noAnswer {
            refused.record(nanoseconds: nanoseconds)
        }
    }

    package mutating func add(_ other: LoadResult) {
        statuses.merge(other.statuses) { $0 + $1 }
        admitted.add(other.admitted)
        refused.add(other.refused)
    }

    /// Requests that were answered 2xx.
    package var succeeded: Int { count { (200..<300).contains($0) } }
    /// Requests that were turned away with certainly no effect.
    package var shed: Int { count { $0 == 429 || $0 == 503 } }
    /// Everything else: neither done nor cleanly turned away.
    package var failed: Int { total - succeeded - shed }
    package var total: Int { count { _ in true } }
    /// Items of successful requests per second.
    package var ratePerSecond: Double { seconds > 0 ? Double(succeeded * itemsPerRequest) / seconds : 0 }

    private func count(_ includes: (Int) -> Bool) -> Int {
        statuses.reduce(0) { $0 + (includes($1.key) ? $1.value : 0) }
    }
}
