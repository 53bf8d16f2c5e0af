package import MariaDB
package import Values

/// The `merchant_change` table.
package enum MerchantChangeStore {
    /// Writes a change down, in the transaction that makes it. The caller holds the directory's lock, so that no two
    /// get one number.
    package static func insert(
        _ change: MerchantChange, at now: Timestamp, _ session: Session
    ) throws(DatabaseFailure) {
        let last = try session.query(
            "SELECT COALESCE(MAX(number), 0) FROM merchant_change WHERE merchant_id = \(change.merchant.number)")
        _ = try session.execute(
            """
            INSERT INTO merchant_change
            (merchant_id, number, kind, key_id, particulars, author, idem_key, idem_digest, created_at)
            VALUES (\(change.merchant.number), \((last.first?.int64(0) ?? 0) + 1), \(change.kind.rawValue),
            \(change.keyID), \(change.particulars), \(change.author), \(change.call?.key), \(change.call?.digest),
            \(now.microseconds))
            """)
    }

    /// What a caller's key was used for; nil: it is new.
    package static func change(
        _ call: CallKey, of merchant: Identifier, _ session: Session
    ) throws(DatabaseFailure) -> (change: MerchantChange, isSame: Bool)? {
        let rows = try session.query(
            """
            SELECT kind, key_id, particulars, author, idem_key, idem_digest FROM merchant_change
            WHERE merchant_id = \(merchant.number) AND idem_key = \(call.key)
            """)
        return rows.first.flatMap { row in change(row, of: merchant).map { ($0, row.bytes(5) == call.digest) } }
    }

    /// All changes of a merchant, the first one first.
    package static func changes(
        of merchant: Identifier, _ session: Session
    ) throws(DatabaseFailure) -> [MerchantChange] {
        try session.query(
            """
            SELECT kind, key_id, particulars, author, idem_key, idem_digest FROM merchant_change
            WHERE merchant_id = \(merchant.number) ORDER BY number
            """
        ).compactMap { change($0, of: merchant) }
    }

    private static func change(_ row: Row, of merchant: Identifier) -> MerchantChange? {
        MerchantChange.Kind(rawValue: row.string(0)).map { kind in
            MerchantChange(
                merchant: merchant, kind: kind, keyID: row.optionalString(1), particulars: row.bytes(2),
                author: row.string(3),
                call: row.optionalBytes(4).map { CallKey(key: $0, digest: row.optionalBytes(5) ?? []) })
        }
    }
}
