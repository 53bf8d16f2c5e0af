package import MariaDB
package import Values

/// The `payer_session` table.
package enum PayerSessionStore {
    /// Writes a new session down. Again, it changes nothing.
    package static func insert(_ made: PayerSession, _ session: Session) throws(DatabaseFailure) {
        try session.execute(
            """
            INSERT INTO payer_session (session_key, payer_id, created_at, proved_at, seen_at, expires_at)
            VALUES (\(made.key), \(made.payer.number), \(made.createdAt.microseconds), \(made.provedAt.microseconds),
            \(made.seenAt.microseconds), \(made.expiresAt.microseconds))
            ON DUPLICATE KEY UPDATE session_key = session_key
            """)
    }

    /// The session with this key, over or not.
    package static func session(_ key: [UInt8], _ session: Session) throws(DatabaseFailure) -> PayerSession? {
        let rows = try session.query(
            """
            SELECT payer_id, created_at, proved_at, seen_at, expires_at FROM payer_session WHERE session_key = \(key)
            """)
        return rows.first.map { row in
            PayerSession(
                key: key, payer: Identifier(row.int64(0)), createdAt: Timestamp(microseconds: row.int64(1)),
                provedAt: Timestamp(microseconds: row.int64(2)), seenAt: Timestamp(microseconds: row.int64(3)),
                expiresAt: Timestamp(microseconds: row.int64(4)))
        }
    }

    package static func touch(
        _ key: [UInt8], at now: Timestamp, _ session: Session
    ) throws(DatabaseFailure) {
        try session.execute(
            """
            UPDATE payer_session SET seen_at = \(now.microseconds)
            WHERE session_key = \(key) AND seen_at < \(now.microseconds)
            """)
    }

    /// The PIN was given again. Nothing changes where the session has been ended.
    package static func prove(_ key: [UInt8], at now: Timestamp, _ session: Session) throws(DatabaseFailure) {
        try session.execute("UPDATE payer_session SET proved_at = \(now.microseconds) WHERE session_key = \(key)")
    }

    package static func remove(_ key: [UInt8], _ session: Session) throws(DatabaseFailure) {
        try session.execute("DELETE FROM payer_session WHERE session_key = \(key)")
    }

    /// Ends all sessions of a payer but the one with this key.
    package static func removeAll(
        of payer: Identifier, but key: [UInt8] = [], _ session: Session
    ) throws(DatabaseFailure) {
        try session.execute("DELETE FROM payer_session WHERE payer_id = \(payer.number) AND session_key <> \(key)")
    }

    /// Forgets sessions that are over, a few at a time; returns how many went.
    package static func prune(at now: Timestamp, _ session: Session) throws(DatabaseFailure) -> UInt64 {
        let unseen = now.microseconds - PayerSession.idleMicroseconds
        let expired = try session.execute(
            "DELETE FROM payer_session WHERE expires_at <= \(now.microseconds) ORDER BY expires_at LIMIT 1000")
        return try expired
            + session.execute("DELETE FROM payer_session WHERE seen_at <= \(unseen) ORDER BY seen_at LIMIT 1000")
    }
}
