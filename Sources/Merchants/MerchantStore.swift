package import MariaDB
package import Values

/// The `merchant`, `merchant_key` and `directory_version` tables. Keys are read and written as they are stored:
/// `KeyVault` seals and opens them.
package enum MerchantStore {
    /// Creates a merchant with its keys, in the caller's transaction.
    package static func insert(
        _ merchant: Merchant, keys: [MerchantKey], at now: Timestamp, _ session: Session
    ) throws(DatabaseFailure) {
        _ = try session.execute(
            """
            INSERT INTO merchant (id, pid, name, state, settings, created_at) VALUES (\(merchant.id.number),
            \(merchant.pid), \(merchant.name), \(merchant.state.rawValue), \(merchant.settings.json),
            \(now.microseconds))
            """)
        for key in keys { try insertRow(key, at: now, session) }
        try raiseVersion(of: merchant.id, session)
    }

    /// Suspends a merchant or lets it work again; false: there is none.
    package static func setState(
        _ state: Merchant.State, of merchant: Identifier, _ session: Session
    ) throws(DatabaseFailure) -> Bool {
        let changed = try session.execute(
            "UPDATE merchant SET state = \(state.rawValue), version = version + 1 WHERE id = \(merchant.number)")
        try raiseDirectory(session)
        return changed == 1
    }

    /// Writes what is agreed with a merchant; false: there is none.
    package static func setSettings(
        _ settings: MerchantSettings, of merchant: Identifier, _ session: Session
    ) throws(DatabaseFailure) -> Bool {
        let changed = try session.execute(
            "UPDATE merchant SET settings = \(settings.json), version = version + 1 WHERE id = \(merchant.number)")
        try raiseDirectory(session)
        return changed == 1
    }

    /// Lets one caller at a time change merchants and keys, until the end of its transaction.
    static func lockDirectory(_ session: Session) throws(DatabaseFailure) {
        _ = try session.query("SELECT version FROM directory_version WHERE id = 1 FOR UPDATE")
    }

    /// Has nothing be decided any more that was judged by what held of a merchant until now.
    static func raiseVersion(of merchant: Identifier, _ session: Session) throws(DatabaseFailure) {
        _ = try session.execute("UPDATE merchant SET version = version + 1 WHERE id = \(merchant.number)")
        try raiseDirectory(session)
    }

    /// Tells all workers to forget what they remember of merchants.
    static func raiseDirectory(_ session: Session) throws(DatabaseFailure) {
        _ = try session.execute("UPDATE directory_version SET version = version + 1 WHERE id = 1")
    }

    /// The present versions of merchants; one that there is not is missing.
    package static func versions(
        of merchants: [Identifier], _ session: Session
    ) throws(DatabaseFailure) -> [Identifier: Int64] {
        let rows = try session.query("SELECT id, version FROM merchant WHERE id IN \(list: merchants.map(\.number))")
        return Dictionary(rows.map { (Identifier($0.int64(0)), $0.int64(1)) }, uniquingKeysWith: { $1 })
    }

    /// The directory's version, which moves with that of any merchant.
    package static func version(_ session: Session) throws(DatabaseFailure) -> Int64 {
        try version(sendVersion(session))
    }

    /// Sends the question for the directory's version, to be read by `version`.
    package static func sendVersion(_ session: Session) throws(DatabaseFailure) -> SentStatement {
        try session.send("SELECT version FROM directory_version WHERE id = 1")
    }

    package static func version(_ sent: SentStatement) throws(DatabaseFailure) -> Int64 {
        try sent.rows().first?.int64(0) ?? 0
    }

    package static func nextPID(_ session: Session) throws(DatabaseFailure) -> Int64 {
        try session.query("SELECT COALESCE(MAX(pid), 1000) + 1 FROM merchant").first?.int64(0) ?? 1001
    }

    package static func merchant(_ id: Identifier, _ session: Session) throws(DatabaseFailure) -> Merchant? {
        try session.query("SELECT id, pid, name, state, settings, version FROM merchant WHERE id = \(id.number)").first
            .flatMap(merchant)
    }

    package static func merchant(pid: Int64, _ session: Session) throws(DatabaseFailure) -> Merchant? {
        try session.query("SELECT id, pid, name, state, settings, version FROM merchant WHERE pid = \(pid)").first
            .flatMap(merchant)
    }

    /// When a merchant was taken in; nil: there is none.
    package static func createdAt(
        _ id: Identifier, _ session: Session
    ) throws(DatabaseFailure) -> Timestamp? {
        try session.query("SELECT created_at FROM merchant WHERE id = \(id.number)").first.map {
            Timestamp(microseconds: $0.int64(0))
        }
    }

    /// The merchants with these ids.
    package static func merchants(_ ids: [Identifier], _ session: Session) throws(DatabaseFailure) -> [Merchant] {
        try session.query(
            "SELECT id, pid, name, state, settings, version FROM merchant WHERE id IN \(list: ids.map(\.number))"
        ).compactMap(merchant)
    }

    /// All merchants by pid.
    package static func merchants(_ session: Session) throws(DatabaseFailure) -> [Merchant] {
        try session.query("SELECT id, pid, name, state, settings, version FROM merchant ORDER BY pid").compactMap(
            merchant)
    }

    private static func merchant(_ row: Row) -> Merchant? {
        Merchant.State(rawValue: row.string(3)).map {
            Merchant(
                id: Identifier(row.int64(0)), pid: row.int64(1), name: row.string(2), state: $0,
                settings: row.isNull(4) ? MerchantSettings() : MerchantSettings(json: row.bytes(4)),
                version: row.int64(5))
        }
    }
}
