import Dispatch
import OpenSSL
import Payers
import Threading

/// Hashes PINs, a few at a time: each costs 16 MiB and tens of milliseconds, and a crowd of them must not keep charges
/// from the processors.
package final class PINHasher: Sendable {
    /// At work at once in one worker.
    static let concurrentCount = 2
    /// Waiting beyond these; more are sent away.
    static let queueCount = 32

    private let places = DispatchSemaphore(value: concurrentCount)
    private let present = Guarded(0)
    /// How PINs are compared; a test may count.
    private let comparison: @Sendable (PIN, String) throws(OpenSSLFailure) -> Bool

    package convenience init() {
        self.init { pin, digits throws(OpenSSLFailure) in try pin.matches(digits) }
    }

    init(comparison: @escaping @Sendable (PIN, String) throws(OpenSSLFailure) -> Bool) {
        self.comparison = comparison
    }

    /// The salted hash. No place in time is `unavailable`, without effect.
    func hash(_ digits: String, _ deadline: Deadline) throws(Problem) -> PIN {
        try placed(deadline) { () throws(Problem) in
            do {
                return try PIN(digits: digits)
            } catch {
                throw Problem(.unavailable)
            }
        }
    }

    /// Whether these are the digits. To be asked from a place.
    func matches(_ pin: PIN, _ digits: String) throws(Problem) -> Bool {
        do {
            return try comparison(pin, digits)
        } catch {
            throw Problem(.unavailable)
        }
    }

    /// Runs the body when there is a place for it. None in time is `unavailable`, and the body has not run.
    func placed<Result>(_ deadline: Deadline, _ body: () throws(Problem) -> Result) throws(Problem) -> Result {
        let isLetIn = present.withLock { present in
            guard present < Self.concurrentCount + Self.queueCount else { return false }
            present += 1
            return true
        }
        guard isLetIn else { throw Problem(.unavailable, "Too many credentials are being worked on") }
        defer { present.withLock { $0 -= 1 } }
        guard !deadline.isPast,
            places.wait(timeout: .now() + .milliseconds(deadline.remainingMilliseconds)) == .success
        else { throw Problem(.unavailable, "Too many credentials are being worked on") }
        defer { places.signal() }
        return try body()
    }
}
