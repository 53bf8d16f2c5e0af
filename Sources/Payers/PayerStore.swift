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

    /// Blocks a payer or lets it be charged again. Lanes lock the row before they decide: a batch that has it goes
    /// first, every later one sees the change.
    package static func setState(
        _ state: Payer.State, of payer: Identifier, _ session: Session
    ) throws(DatabaseFailure) {
        _ = try session.execute("UPDATE payer SET state = \(state.rawValue) WHERE id = \(payer.number)")
    }

    private static func payer(_ row: Row) -> Payer? {
        guard let state = Payer.State(rawValue: row.string(3)) else { return nil }
        let merchant = Identifier(row.int64(1))
        return Payer(
            id: Identifier(row.int64(0)), merchant: merchant == .system ? nil : merchant, login: row.string(2),
            state: state, createdAt: Timestamp(microseconds: row.int64(4)))
    }
}
