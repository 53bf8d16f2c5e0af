import Deductions
package import MariaDB
import Threading
package import Values

/// Looks on as the events of a load get their positions.
package final class EventWatch {
    /// How often it looks: so much too long a lag may seem.
    private static let stepMilliseconds = 10

    private struct Step: Sendable {
        let at: Timestamp
        let lastSeq: Int64
    }

    private let session: Session
    private let start: Int64
    private let steps = Guarded<[Step]>([])
    private let isStopping = Guarded(false)
    private let failure = Guarded<DatabaseFailure?>(nil)
    private var thread: JoinableThread?

    /// Waits until everything that happened before has its position and was told, and looks on from then.
    package init(_ address: DatabaseAddress, settlingSeconds: Int) throws(DatabaseFailure) {
        session = try Session(address)
        _ = try Self.settle(session, seconds: settlingSeconds)
        start = try Self.lastSeq(session)
        let (steps, isStopping, failure, start) = (steps, isStopping, failure, start)
        thread = JoinableThread(name: "event watch") {
            do throws(DatabaseFailure) {
                let session = try Session(address)
                defer { session.close() }
                var seen = start
                while !isStopping.withLock({ $0 }) {
                    let last = try Self.lastSeq(session)
                    if last > seen { steps.withLock { $0.append(Step(at: WallClock.now(), lastSeq: last)) } }
                    seen = last
                    MonotonicTime.sleep(milliseconds: Self.stepMilliseconds)
                }
            } catch {
                failure.withLock { $0 = error }
            }
        }
    }

    deinit {
        stop()
        session.close()
    }

    private func stop() {
        isStopping.withLock { $0 = true }
        thread?.join()
    }

    /// Waits until all has its position and was told, so long at most, and looks no more.
    package func finish(seconds: Int) throws(DatabaseFailure) {
        _ = try Self.settle(session, seconds: seconds)
        // The last step may not have been seen yet.
        MonotonicTime.sleep(milliseconds: 5 * Self.stepMilliseconds)
        stop()
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    /// The load's events, each with its time and the moment at which its position was seen, in their order.
    package func events() throws(DatabaseFailure) -> [(event: Identifier, createdAt: Timestamp, seenAt: Timestamp)] {
        let steps = steps.withLock { $0 }
        var next = 0
        return try session.query(
            """
            SELECT p.seq, p.event_id, e.created_at FROM event_position p JOIN event e ON e.id = p.event_id
            WHERE p.seq > \(start) ORDER BY p.seq
            """
        ).compactMap { row in
            while next < steps.count, steps[next].lastSeq < row.int64(0) { next += 1 }
            guard next < steps.count else { return nil }
            return (Identifier(row.int64(1)), Timestamp(microseconds: row.int64(2)), steps[next].at)
        }
    }

    private static func lastSeq(_ session: Session) throws(DatabaseFailure) -> Int64 {
        try session.query("SELECT last_seq FROM sequencer WHERE id = 1").first?.int64(0) ?? 0
    }

    /// True: nothing waits any more.
    private static func settle(_ session: Session, seconds: Int) throws(DatabaseFailure) -> Bool {
        let deadline = Deadline.milliseconds(seconds * 1_000)
        while try isBehind(session) {
            guard !deadline.isPast else { return false }
            MonotonicTime.sleep(milliseconds: 50)
        }
        return true
    }

    private static func isBehind(_ session: Session) throws(DatabaseFailure) -> Bool {
        let lanes = try session.query(
            """
            SELECT 1 FROM (SELECT lane_id, MAX(batch) AS last FROM event GROUP BY lane_id) e
            LEFT JOIN sequenced_lane s ON s.lane_id = e.lane_id WHERE e.last > COALESCE(s.last_batch, 0) LIMIT 1
            """)
        guard lanes.isEmpty else { return true }
        return try !session.query("SELECT 1 FROM delivery WHERE state = 'waiting' LIMIT 1").isEmpty
    }
}
