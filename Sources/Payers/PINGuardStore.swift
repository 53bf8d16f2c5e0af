package import MariaDB
import OpenSSL
package import Values

/// The `pin_guard` table.
package enum PINGuardStore {
    /// A login has a guard by its name, not by its payer: so a login that nobody has is guarded in the same rows by the
    /// same statements, and counts and locks alike.
    /// Tries from within a session have a guard of their own.
    package static func key(login: String, of merchant: Identifier?, isInside: Bool = false) -> [UInt8] {
        Digest.sha256(Array("pin guard \(isInside ? "in" : "out")side \((merchant ?? .system).text) \(login)".utf8))
    }

    /// Short for a request id. One without a name of its own is like no other.
    package static func request(_ requestID: String) -> [UInt8] {
        guard !requestID.isEmpty else { return SecureRandom.bytes(PINGuard.requestBytes) }
        return Array(Digest.sha256(Array(requestID.utf8)).prefix(PINGuard.requestBytes))
    }

    /// The guard, locked until the transaction ends; a new one where there was none.
    package static func lock(
        _ key: [UInt8], at now: Timestamp, _ session: Session
    ) throws(DatabaseFailure) -> PINGuard {
        if let found = try locked(key, session) { return found }
        // A row that is not there cannot be locked. Who comes second waits here for who came first.
        try session.execute(
            """
            INSERT INTO pin_guard (guard_key, counted, locked_until, touched_at)
            VALUES (\(key), '', NULL, \(now.microseconds)) ON DUPLICATE KEY UPDATE guard_key = guard_key
            """)
        return try locked(key, session) ?? PINGuard()
    }

    private static func locked(_ key: [UInt8], _ session: Session) throws(DatabaseFailure) -> PINGuard? {
        let rows = try session.query(
            "SELECT counted, locked_until FROM pin_guard WHERE guard_key = \(key) FOR UPDATE")
        return rows.first.map { row in
            let bytes = row.bytes(0)
            let counted = stride(from: 0, to: bytes.count, by: PINGuard.requestBytes).map {
                Array(bytes[$0..<min($0 + PINGuard.requestBytes, bytes.count)])
            }
            return PINGuard(counted: counted, lockedUntil: row.optionalInt64(1).map { Timestamp(microseconds: $0) })
        }
    }

    /// Writes a guard that this transaction has locked.
    package static func save(
        _ pinGuard: PINGuard, _ key: [UInt8], at now: Timestamp, _ session: Session
    ) throws(DatabaseFailure) {
        try session.execute(
            """
            UPDATE pin_guard SET counted = \(Array(pinGuard.counted.joined())),
            locked_until = \(pinGuard.lockedUntil?.microseconds), touched_at = \(now.microseconds)
            WHERE guard_key = \(key)
            """)
    }

    /// Forgets what was tried, and with it the lock.
    package static func remove(_ key: [UInt8], _ session: Session) throws(DatabaseFailure) {
        try session.execute("DELETE FROM pin_guard WHERE guard_key = \(key)")
    }

    /// Forgets guards that were not asked since `limit`, a few at a time; returns how many went.
    package static func prune(before limit: Timestamp, _ session: Session) throws(DatabaseFailure) -> UInt64 {
        try session.execute(
            "DELETE FROM pin_guard WHERE touched_at < \(limit.microseconds) ORDER BY touched_at LIMIT 1000")
    }
}
