/// An HTTP/1.1 answer, as far as the bench looks at one.
package struct HTTPAnswer: Sendable, Equatable {
    package var status = 0
    /// `Retry-After` in seconds; dates are not understood.
    package var retryAfterSeconds: Int?
    /// `Idempotency-Replayed: true`.
    package var isReplay = false
    /// The server closes the connection behind this answer.
    package var closesConnection = false
    package var body: [UInt8] = []

    package init(status: Int = 0) {
        self.status = status
    }
}
