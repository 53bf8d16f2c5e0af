/// What came of a load: counted from the first to the last moment of the measured window.
package struct LoadResult: Sendable {
    /// The status under which requests that got no answer are counted.
    package static let noAnswer = 0

    package var seconds: Double
    package var itemsPerRequest: Int
    package var statuses: [Int: Int] = [:]
    /// Items done; in a request that was answered 2xx some may have been refused.
    package var items = 0
    /// Latencies of 2xx answers; in an open loop from the moment the request should have been sent.
    package var admitted = Latencies()
    /// Latencies of everything else that was answered.
    package var refused = Latencies()

    package init(seconds: Double, itemsPerRequest: Int) {
        self.seconds = seconds
        self.itemsPerRequest = itemsPerRequest
    }

    /// `items` is how many of the request's items were done; nil: all of a 2xx answer.
    package mutating func record(status: Int, items done: Int? = nil, nanoseconds: UInt64) {
        statuses[status, default: 0] += 1
        items += done ?? ((200..<300).contains(status) ? itemsPerRequest : 0)
        if (200..<300).contains(status) {
            admitted.record(nanoseconds: nanoseconds)
        } else if status != Self.noAnswer {
            refused.record(nanoseconds: nanoseconds)
        }
    }

    package mutating func add(_ other: LoadResult) {
        statuses.merge(other.statuses) { $0 + $1 }
        items += other.items
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
    /// Items that were refused within requests that succeeded.
    package var itemsRefused: Int { succeeded * itemsPerRequest - items }
    /// Items done per second.
    package var ratePerSecond: Double { seconds > 0 ? Double(items) / seconds : 0 }

    private func count(_ includes: (Int) -> Bool) -> Int {
        statuses.reduce(0) { $0 + (includes($1.key) ? $1.value : 0) }
    }
}
