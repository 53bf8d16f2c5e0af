/// How many requests a merchant may send: a bucket of tokens that fills by itself.
package struct RequestRate: Equatable, Sendable {
    /// Tokens that come in a second.
    package let perSecond: Int64
    /// Tokens that the bucket holds.
    package let burst: Int64

    package init(perSecond: Int64, burst: Int64) {
        self.perSecond = perSecond
        self.burst = burst
    }
}
