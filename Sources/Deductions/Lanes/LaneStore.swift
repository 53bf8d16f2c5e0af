import MariaDB
import Values

/// The `lane` table, and what a lane asks of its session.
enum LaneStore {
    /// Makes a lane's row, committed at once.
    static func insert(worker: String, at now: Timestamp, _ session: Session) throws(DatabaseFailure) -> Int64 {
        try session.query(
            """
            INSERT INTO lane (worker, last_batch, started_at) VALUES (\(worker), 0, \(now.microseconds)) RETURNING id
            """
        ).first?.int64(0) ?? 0
    }

    /// From here on every statement is part of a transaction, which the fence begins.
    static func prepare(_ session: Session) throws(DatabaseFailure) {
        _ = try session.execute("SET autocommit = 0")
    }

    /// True: the row moved from the batch before to this one, in the open transaction. False: it was elsewhere.
    static func fence(
        _ lane: Int64, batch: Int64, resolved: LostCommits, _ session: Session
    ) throws(DatabaseFailure) -> Bool {
        try sendFence(lane, batch: batch, resolved: resolved, session).affectedRows() == 1
    }

    /// Sends the fence; one row affected is true, none false.
    static func sendFence(
        _ lane: Int64, batch: Int64, resolved: LostCommits, _ session: Session
    ) throws(DatabaseFailure) -> SentStatement {
        try session.send(
            """
            UPDATE lane SET last_batch = \(batch), resolved_committed = resolved_committed + \(resolved.committed),
            resolved_lost = resolved_lost + \(resolved.lost) WHERE id = \(lane) AND last_batch = \(batch - 1)
            """)
    }

    /// Sends the question what the database's clock shows, to be read by `clock`.
    static func sendClock(_ session: Session) throws(DatabaseFailure) -> SentStatement {
        try session.send("SELECT CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)")
    }

    static func clock(_ sent: SentStatement) throws(DatabaseFailure) -> Timestamp {
        Timestamp(microseconds: try sent.rows().first?.int64(0) ?? 0)
    }

    /// Ends another session of the same user. It may have gone by itself.
    static func kill(_ connection: UInt64, _ session: Session) throws(DatabaseFailure) {
        do {
            try session.script("KILL CONNECTION \(connection)")
        } catch {
            // 1094 ER_NO_SUCH_THREAD: what was to be ended has ended.
            if error.code != 1094 { throw error }
        }
    }
}
