import Deductions
package import MariaDB
import Payers
import Threading
import Values

/// Forgets sessions that are over, and tries that count no more.
package final class SignInPruner: Sendable {
    private static let pauseMilliseconds = 60_000
    /// So long a login's wrong PINs are remembered at least: much longer than a lock.
    private static let guardMicroseconds: Int64 = 86_400_000_000

    private let thread: RepeatingThread

    package init(_ address: DatabaseAddress) {
        thread = RepeatingThread(name: "sign-ins", firstPauseMilliseconds: Self.pauseMilliseconds) {
            {
                // With the database away there is nothing to forget; the next round tries again.
                try? Self.prune(address, at: WallClock.now())
                return Self.pauseMilliseconds
            }
        }
    }

    static func prune(_ address: DatabaseAddress, at now: Timestamp) throws(DatabaseFailure) {
        let session = try Session(address)
        defer { session.close() }
        let limit = Timestamp(microseconds: now.microseconds - guardMicroseconds)
        // Small bites: a long transaction would hold up who signs in.
        while try PayerSessionStore.prune(at: now, session) > 0 {}
        while try SignInLimitStore.prune(at: now, session) > 0 {}
        while try PINGuardStore.prune(before: limit, session) > 0 {}
    }

    package func stop() { thread.stop() }
}
