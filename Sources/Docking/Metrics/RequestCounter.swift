/// How often something was asked for, and how long the answers took.
struct RequestCounter: Sendable {
    /// Upper bounds of the histogram's buckets, microseconds.
    static let boundsMicroseconds: [Int64] = [
        500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
    ]

    private(set) var count: Int64 = 0
    private(set) var sumMicroseconds: Int64 = 0
    /// One for each bound and one for everything slower.
    private(set) var buckets = [Int64](repeating: 0, count: boundsMicroseconds.count + 1)

    mutating func add(microseconds: Int64) {
        count += 1
        sumMicroseconds += microseconds
        let slot = Self.boundsMicroseconds.firstIndex { microseconds <= $0 } ?? Self.boundsMicroseconds.count
        buckets[slot] += 1
    }
}
