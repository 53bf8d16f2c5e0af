/// When a load generator sends.
package enum Pace: Sendable, Equatable {
    /// Each connection sends its next request when the last one is answered.
    case closed
    /// Requests are due at a constant rate whether or not earlier ones are answered. A latency counts from the due
    /// moment, so that a stalled server cannot hide the requests it kept from being sent (coordinated omission).
    case open(requestsPerSecond: Double)
}
