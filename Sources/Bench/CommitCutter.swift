import MariaDB
import Threading

/// Cuts sessions off while the server is committing for them, so that their lanes cannot know what became of it.
final class CommitCutter: Sendable {
    private let thread: JoinableThread
    private let count = Guarded(0)

    /// Looks for sessions of `user` in COMMIT until `end` (monotonic nanoseconds).
    init(administrator: DatabaseAddress, user: String, pauseMilliseconds: Int, end: UInt64) {
        let count = count
        thread = JoinableThread(name: "commit cutter") {
            while MonotonicTime.nanoseconds < end {
                do throws(DatabaseFailure) {
                    let session = try Session(administrator)
                    defer { session.close() }
                    while MonotonicTime.nanoseconds < end {
                        guard try Self.cutOne(session, user) else { continue }
                        count.withLock { $0 += 1 }
                        MonotonicTime.sleep(milliseconds: pauseMilliseconds)
                    }
                } catch {
                    // The server is being killed too: try again when it is back.
                    MonotonicTime.sleep(milliseconds: 50)
                }
            }
        }
    }

    /// Waits for the end; returns how many sessions were cut off.
    func finish() -> Int {
        thread.join()
        return count.withLock { $0 }
    }

    private static func cutOne(_ session: Session, _ user: String) throws(DatabaseFailure) -> Bool {
        let rows = try session.query(
            """
            SELECT id FROM information_schema.processlist \
            WHERE user = \(user) AND command = 'Query' AND info = 'COMMIT' LIMIT 1
            """)
        guard let victim = rows.first?.int64(0) else { return false }
        do throws(DatabaseFailure) {
            try session.execute("KILL CONNECTION \(victim)")
            return true
        } catch {
            guard !session.isLost else { throw error }
            // It was faster and is gone.
            return false
        }
    }
}
