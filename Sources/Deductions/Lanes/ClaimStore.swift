package import MariaDB
import Values

/// The `idempotency` table.
package enum ClaimStore {
    /// Takes keys, sorted by name. Waits for owners that still run.
    static func send(_ claims: [StoredClaim], _ session: Session) throws(DatabaseFailure) -> SentStatement? {
        try session.send(
            """
            INSERT INTO idempotency (merchant_id, kind, idem_key, digest, lane_id, batch, answer_kind, object_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE batch = batch
            """,
            [
                .int64(claims.map(\.claim.name.merchant.number)), .int64(claims.map(\.claim.name.kind.rawValue)),
                .bytes(claims.map(\.claim.name.key)), .bytes(claims.map(\.claim.digest)),
                .int64(claims.map(\.lane)), .int64(claims.map(\.batch)), .int64(claims.map(\.answer.rawValue)),
                .int64(claims.map(\.object.number)),
            ], rows: claims.count)
    }

    /// Of the keys sent, the owners of those that others have.
    static func owners(
        _ claims: [StoredClaim], _ sent: SentStatement?, _ session: Session
    ) throws(DatabaseFailure) -> [StoredClaim] {
        guard let sent, try sent.affectedRows() != UInt64(claims.count) else { return [] }
        var owners: [StoredClaim] = []
        // Rare: somebody repeats a request. One look by primary key each.
        for claim in claims {
            guard let owner = try find(claim.claim.name, session) else { continue }
            guard (owner.lane, owner.batch) != (claim.lane, claim.batch) else { continue }
            if owner.isLetGo(for: claim.claim) { try takeOver(claim, session) } else { owners.append(owner) }
        }
        return owners
    }

    /// Who owns a key.
    package static func find(_ name: Claim.Name, _ session: Session) throws(DatabaseFailure) -> StoredClaim? {
        let rows = try session.query(
            """
            SELECT digest, lane_id, batch, answer_kind, object_id, refusal FROM idempotency
            WHERE merchant_id = \(name.merchant.number) AND kind = \(name.kind.rawValue) AND idem_key = \(name.key)
            """)
        guard let row = rows.first, let answer = AnswerKind(rawValue: row.int64(3)) else { return nil }
        return StoredClaim(
            claim: Claim(merchant: name.merchant, kind: name.kind, key: name.key, digest: row.bytes(0)),
            lane: row.int64(1), batch: row.int64(2), answer: answer, object: Identifier(row.int64(4)),
            refusal: row.optionalString(5).flatMap(Refusal.init(rawValue:)))
    }

    /// Takes a key that was let go of. The row is locked since the insert met it.
    private static func takeOver(_ claim: StoredClaim, _ session: Session) throws(DatabaseFailure) {
        let name = claim.claim.name
        _ = try session.execute(
            """
            UPDATE idempotency SET digest = \(claim.claim.digest), lane_id = \(claim.lane), batch = \(claim.batch),
            answer_kind = \(claim.answer.rawValue), object_id = \(claim.object.number), refusal = NULL
            WHERE merchant_id = \(name.merchant.number) AND kind = \(name.kind.rawValue) AND idem_key = \(name.key)
            """)
    }

    /// Writes refusals beside their keys. Rows are never deleted: one whose refusal lets go of the key is taken over
    /// by whoever comes next.
    static func record(_ refused: [StoredClaim], _ session: Session) throws(DatabaseFailure) {
        for claim in refused {
            guard let refusal = claim.refusal else { continue }
            let name = claim.claim.name
            _ = try session.execute(
                """
                UPDATE idempotency SET refusal = \(refusal.rawValue) WHERE merchant_id = \(name.merchant.number)
                AND kind = \(name.kind.rawValue) AND idem_key = \(name.key)
                """)
        }
    }
}
