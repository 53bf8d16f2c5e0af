package import MariaDB
package import Values

/// The `payer` and `payer_profile` tables.
package enum PayerStore {
    /// Creates payers and their empty profiles. A login that is taken fails as a duplicate.
    package static func insert(_ payers: [NewPayer], _ session: Session) throws(DatabaseFailure) {
        try session.send(
            """
            INSERT INTO payer (id, merchant_id, login, pin_salt, pin_hash, state, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .int64(payers.map(\.payer.id.number)),
                .int64(payers.map { ($0.payer.merchant ?? .system).number }),
                .bytes(payers.map { Array($0.payer.login.utf8) }), .bytes(payers.map(\.pin.salt)),
                .bytes(payers.map(\.pin.hash)), .text(payers.map(\.payer.state.rawValue)),
                .int64(payers.map(\.payer.createdAt.microseconds)),
            ], rows: payers.count)
        try session.send(
            "INSERT INTO payer_profile (payer_id, version) VALUES (?, 0)", [.int64(payers.map(\.payer.id.number))],
            rows: payers.count)
    }

    /// The payers with these ids, without lock.
    package static func payers(_ ids: [Identifier], _ session: Session) throws(DatabaseFailure) -> [Payer] {
        let rows = try session.query(
            """
            SELECT id, merchant_id, login, state, created_at FROM payer WHERE id IN \(list: ids.map(\.number))
            """)
        return rows.compactMap(payer)
    }

    /// The payer of a merchant (nil: of the platform) with this login, without lock.
    package static func payer(
        login: String, of merchant: Identifier?, _ session: Session
    ) throws(DatabaseFailure) -> Payer? {
        let rows = try session.query(
            """
            SELECT id, merchant_id, login, state, created_at FROM payer
            WHERE merchant_id = \((merchant ?? .system).number) AND login = \(Array(login.utf8))
            """)
        return rows.first.flatMap(payer)
    }

    /// The same payer with its credential, without lock.
    package static func credential(
        login: String, of merchant: Identifier?, _ session: Session
    ) throws(DatabaseFailure) -> (payer: Payer, pin: PIN)? {
        let rows = try session.query(
            """
            SELECT id, merchant_id, login, state, created_at, pin_salt, pin_hash FROM payer
            WHERE merchant_id = \((merchant ?? .system).number) AND login = \(Array(login.utf8))
            """)
        return rows.first.flatMap(credential)
    }

    /// A payer with its credential, without lock.
    package static func credential(
        of payer: Identifier, _ session: Session
    ) throws(DatabaseFailure) -> (payer: Payer, pin: PIN)? {
        let rows = try session.query(
            """
            SELECT id, merchant_id, login, state, created_at, pin_salt, pin_hash FROM payer
            WHERE id = \(payer.number)
            """)
        return rows.first.flatMap(credential)
    }

    /// Whether this is still the payer's PIN. Until the transaction ends nobody changes it.
    package static func lock(
        _ pin: PIN, of payer: Identifier, _ session: Session
    ) throws(DatabaseFailure) -> Bool {
        let rows = try session.query("SELECT pin_hash FROM payer WHERE id = \(payer.number) FOR UPDATE")
        return rows.first?.bytes(0) == pin.hash
    }

    package static func setPIN(_ pin: PIN, of payer: Identifier, _ session: Session) throws(DatabaseFailure) {
        try session.execute(
            "UPDATE payer SET pin_salt = \(pin.salt), pin_hash = \(pin.hash) WHERE id = \(payer.number)")
    }

    /// Blocks a payer or lets it be charged again. Lanes lock the row before they decide: a batch that has it goes
    /// first, every later one sees the change.
    package static func setState(
        _ state: Payer.State, of payer: Identifier, _ session: Session
    ) throws(DatabaseFailure) {
        _ = try session.execute("UPDATE payer SET state = \(state.rawValue) WHERE id = \(payer.number)")
    }

    private static func credential(_ row: Row) -> (payer: Payer, pin: PIN)? {
        payer(row).map { ($0, PIN(salt: row.bytes(5), hash: row.bytes(6))) }
    }

    private static func payer(_ row: Row) -> Payer? {
        guard let state = Payer.State(rawValue: row.string(3)) else { return nil }
        let merchant = Identifier(row.int64(1))
        return Payer(
            id: Identifier(row.int64(0)), merchant: merchant == .system ? nil : merchant, login: row.string(2),
            state: state, createdAt: Timestamp(microseconds: row.int64(4)))
    }
}
