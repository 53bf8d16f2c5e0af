import Dispatch
import Payers
import Threading

/// Hashes PINs, a few at a time: each costs 16 MiB and tens of milliseconds, and a crowd of them must not keep charges
/// from the processors.
final class PINHasher: Sendable {
    /// At work at once in one worker.
    static let concurrentCount = 2
    /// Waiting beyond these; more are sent away.
    static let queueCount = 32

    private let places = DispatchSemaphore(value: concurrentCount)
    private let present = Guarded(0)

    /// The salted hash. No place in time is `unavailable`, without effect.
    func hash(_ digits: String, _ deadline: Deadline) throws(Problem) -> PIN {
        let isLetIn = present.withLock { present in
            guard present < Self.concurrentCount + Self.queueCount else { return false }
            present += 1
            return true
        }
        guard isLetIn else { throw Problem(.unavailable, "Too many credentials are being made") }
        defer { present.withLock { $0 -= 1 } }
        guard !deadline.isPast,
            places.wait(timeout: .now() + .milliseconds(deadline.remainingMilliseconds)) == .success
        else { throw Problem(.unavailable, "Too many credentials are being made") }
        defer { places.signal() }
        do {
            return try PIN(digits: digits)
        } catch {
            throw Problem(.unavailable)
        }
    }
}
