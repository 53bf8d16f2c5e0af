package import MariaDB
package import Values

extension MerchantStore {
    /// Gives a merchant one more key, in the caller's transaction.
    package static func insert(
        _ key: MerchantKey, at now: Timestamp, _ session: Session
    ) throws(DatabaseFailure) {
        try insertRow(key, at: now, session)
        try raiseVersion(of: key.merchant, session)
    }

    static func insertRow(
        _ key: MerchantKey, at now: Timestamp, _ session: Session
    ) throws(DatabaseFailure) {
        _ = try session.execute(
            """
            INSERT INTO merchant_key (key_id, merchant_id, algorithm, material, seal_version, valid_until, created_at)
            VALUES (\(key.keyID), \(key.merchant.number), \(key.algorithm.rawValue), \(key.material),
            \(key.sealVersion), \(key.validUntil?.microseconds), \(now.microseconds))
            """)
    }

    /// Takes a key away, in the caller's transaction; false: there is none of that name.
    package static func remove(_ keyID: String, _ session: Session) throws(DatabaseFailure) -> Bool {
        guard let key = try key(keyID, session) else { return false }
        let removed = try session.execute("DELETE FROM merchant_key WHERE key_id = \(keyID)")
        try raiseVersion(of: key.merchant, session)
        return removed == 1
    }

    /// Lets a key end at a time, in the caller's transaction; one that ends sooner does so.
    static func end(_ keyID: String, at end: Timestamp, _ session: Session) throws(DatabaseFailure) {
        guard let key = try key(keyID, session) else { return }
        _ = try session.execute(
            """
            UPDATE merchant_key SET valid_until = \(end.microseconds)
            WHERE key_id = \(keyID) AND (valid_until IS NULL OR valid_until > \(end.microseconds))
            """)
        try raiseVersion(of: key.merchant, session)
    }

    /// Lets all keys of a kind that a merchant has end at a time, in the caller's transaction; those that end sooner
    /// do so.
    static func end(
        _ algorithm: KeyAlgorithm, of merchant: Identifier, at end: Timestamp, _ session: Session
    ) throws(DatabaseFailure) {
        _ = try session.execute(
            """
            UPDATE merchant_key SET valid_until = \(end.microseconds)
            WHERE merchant_id = \(merchant.number) AND algorithm = \(algorithm.rawValue)
            AND (valid_until IS NULL OR valid_until > \(end.microseconds))
            """)
        try raiseVersion(of: merchant, session)
    }

    private static let keyColumns: SQL =
        "key_id, merchant_id, algorithm, material, seal_version, created_at, valid_until"

    package static func key(_ keyID: String, _ session: Session) throws(DatabaseFailure) -> MerchantKey? {
        try session.query("SELECT \(part: keyColumns) FROM merchant_key WHERE key_id = \(keyID)").first.flatMap(key)
    }

    /// These merchants with their keys, the newest one first.
    package static func rings(of ids: [Identifier], _ session: Session) throws(DatabaseFailure) -> [KeyRing] {
        let rows = try session.query(
            """
            SELECT \(part: keyColumns) FROM merchant_key
            WHERE merchant_id IN \(list: ids.map(\.number)) ORDER BY created_at DESC, key_id
            """)
        let keys = Dictionary(grouping: rows.compactMap(key), by: \.merchant)
        return try merchants(ids, session).map { KeyRing(merchant: $0, keys: keys[$0.id] ?? []) }
    }

    /// The keys of a merchant, those that have ended too, the newest one first.
    package static func keys(of merchant: Identifier, _ session: Session) throws(DatabaseFailure) -> [MerchantKey] {
        try session.query(
            """
            SELECT \(part: keyColumns) FROM merchant_key
            WHERE merchant_id = \(merchant.number) ORDER BY created_at DESC, key_id
            """
        ).compactMap(key)
    }

    private static func key(_ row: Row) -> MerchantKey? {
        KeyAlgorithm(rawValue: row.string(2)).map {
            MerchantKey(
                keyID: row.string(0), merchant: Identifier(row.int64(1)), algorithm: $0, material: row.bytes(3),
                sealVersion: row.optionalInt64(4), createdAt: Timestamp(microseconds: row.int64(5)),
                validUntil: row.optionalInt64(6).map(Timestamp.init(microseconds:)))
        }
    }

    /// Shared secrets that are sealed under another key file or lie open, by name.
    static func secrets(
        notUnder version: Int64, after keyID: String, limit: Int, _ session: Session
    ) throws(DatabaseFailure) -> [MerchantKey] {
        try session.query(
            """
            SELECT \(part: keyColumns) FROM merchant_key
            WHERE key_id > \(keyID) AND algorithm IN ('md5', 'hmac-sha256')
            AND (seal_version IS NULL OR seal_version <> \(version)) ORDER BY key_id LIMIT \(limit)
            """
        ).compactMap(key)
    }

    /// Puts keys in the place of what was read of them, unless somebody was there before; how many.
    static func reseal(
        _ pairs: [(old: MerchantKey, new: MerchantKey)], _ session: Session
    ) throws(DatabaseFailure) -> Int64 {
        guard !pairs.isEmpty else { return 0 }
        let changed = try session.run(
            """
            UPDATE merchant_key SET material = ?, seal_version = ? WHERE key_id = ? AND material = ?
            """,
            [
                .bytes(pairs.map(\.new.material)), .int64(pairs.map { $0.new.sealVersion ?? 0 }),
                .text(pairs.map(\.old.keyID)), .bytes(pairs.map(\.old.material)),
            ], rows: pairs.count)
        return Int64(changed)
    }

    /// How many shared secrets each key file seals; version nil: how many lie open.
    package static func sealCounts(
        _ session: Session
    ) throws(DatabaseFailure) -> [(version: Int64?, count: Int64)] {
        try session.query(
            """
            SELECT seal_version, COUNT(*) FROM merchant_key WHERE algorithm IN ('md5', 'hmac-sha256')
            GROUP BY seal_version ORDER BY seal_version
            """
        ).map { ($0.optionalInt64(0), $0.int64(1)) }
    }
}
