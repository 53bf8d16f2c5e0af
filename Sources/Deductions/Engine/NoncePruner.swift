import MariaDB
import Threading
import Values

/// Forgets nonces that no signature can carry any more: ten minutes, twice the window of a signature.
final class NoncePruner: Sendable {
    private static let keptMicroseconds: Int64 = 600_000_000
    private static let pauseMilliseconds = 10_000

    private let thread: RepeatingThread

    init(_ address: DatabaseAddress) {
        thread = RepeatingThread(name: "nonces", firstPauseMilliseconds: Self.pauseMilliseconds) {
            {
                // With the database away there is nothing to forget; the next round tries again.
                try? Self.prune(address)
                return Self.pauseMilliseconds
            }
        }
    }

    private static func prune(_ address: DatabaseAddress) throws(DatabaseFailure) {
        let session = try Session(address)
        defer { session.close() }
        let limit = Timestamp(microseconds: WallClock.now().microseconds - keptMicroseconds)
        // Small bites: a long transaction would hold up the lanes' inserts.
        while try NonceStore.prune(before: limit, session) > 0 {}
    }

    func stop() { thread.stop() }
}
