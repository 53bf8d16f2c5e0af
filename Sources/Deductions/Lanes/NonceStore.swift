package import MariaDB
package import Values

/// The `nonce` table.
package enum NonceStore {
    /// Records nonces, sorted by name; returns those that were there with what they came with.
    static func claim(
        _ nonces: [NonceClaim], at now: Timestamp, _ session: Session
    ) throws(DatabaseFailure) -> [NonceClaim] {
        let inserted = try session.run(
            """
            INSERT INTO nonce (merchant_id, nonce, digest, seen_at) VALUES (?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE seen_at = seen_at
            """,
            [
                .int64(nonces.map(\.name.merchant.number)), .bytes(nonces.map(\.name.nonce)),
                .bytes(nonces.map(\.digest)), .int64(nonces.map { _ in now.microseconds }),
            ], rows: nonces.count)
        guard inserted != UInt64(nonces.count) else { return [] }
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

    /// Forgets nonces that no signature can carry any more, a few at a time; returns how many went.
    package static func prune(before limit: Timestamp, _ session: Session) throws(DatabaseFailure) -> UInt64 {
        try session.execute("DELETE FROM nonce WHERE seen_at < \(limit.microseconds) ORDER BY seen_at LIMIT 1000")
    }
}
