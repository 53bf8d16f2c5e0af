package import MariaDB
package import Values

/// The `nonce` table.
package enum NonceStore {
    /// Records nonces, sorted by name.
    static func send(
        _ nonces: [NonceClaim], at now: Timestamp, _ session: Session
    ) throws(DatabaseFailure) -> SentStatement? {
        try session.send(
            """
            INSERT INTO nonce (merchant_id, nonce, digest, seen_at) VALUES (?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE seen_at = seen_at
            """,
            [
                .int64(nonces.map(\.name.merchant.number)), .bytes(nonces.map(\.name.nonce)),
                .bytes(nonces.map(\.digest)), .int64(nonces.map { _ in now.microseconds }),
            ], rows: nonces.count)
    }

    /// Of the nonces sent, those that were there with something else, and what they came with.
    static func misused(
        _ nonces: [NonceClaim], _ sent: SentStatement?, _ session: Session
    ) throws(DatabaseFailure) -> [NonceClaim] {
        guard let sent, try sent.affectedRows() != UInt64(nonces.count) else { return [] }
        var found: [NonceClaim] = []
        // Rare: somebody repeats a request. One look by primary key each.
        for nonce in nonces {
            let rows = try session.query(
                """
                SELECT digest FROM nonce WHERE merchant_id = \(nonce.name.merchant.number)
                AND nonce = \(nonce.name.nonce)
                """)
            guard let digest = rows.first?.bytes(0), digest != nonce.digest else { continue }
            found.append(NonceClaim(merchant: nonce.name.merchant, nonce: nonce.name.nonce, digest: digest))
        }
        return found
    }

    /// Records a nonce of a call that no lane sees, in the caller's transaction; false: it was there with something
    /// else.
    package static func record(
        _ nonce: NonceClaim, at now: Timestamp, _ session: Session
    ) throws(DatabaseFailure) -> Bool {
        try misused([nonce], try send([nonce], at: now, session), session).isEmpty
    }

    /// Forgets nonces that no signature can carry any more, a few at a time; returns how many went.
    package static func prune(before limit: Timestamp, _ session: Session) throws(DatabaseFailure) -> UInt64 {
        try session.execute("DELETE FROM nonce WHERE seen_at < \(limit.microseconds) ORDER BY seen_at LIMIT 1000")
    }
}
