package import MariaDB
package import Values

/// The `wallet` table.
package enum WalletStore {
    /// Creates empty wallets.
    package static func insert(_ wallets: [Wallet], _ session: Session) throws(DatabaseFailure) {
        try session.send(
            """
            INSERT INTO wallet (payer_id, currency, balance, held, credit_limit, debt_limit, version, queued)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            columns(wallets), rows: wallets.count)
    }

    /// Writes wallets that this transaction has locked, sorted by key. An upsert bound as an array costs the least
    /// of all set-based updates; the rows exist, so it never inserts.
    package static func update(_ wallets: [Wallet], _ session: Session) throws(DatabaseFailure) {
        try session.send(
            """
            INSERT INTO wallet (payer_id, currency, balance, held, credit_limit, debt_limit, version, queued)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE balance = VALUES(balance), held = VALUES(held),
            credit_limit = VALUES(credit_limit), debt_limit = VALUES(debt_limit), version = VALUES(version),
            queued = VALUES(queued)
            """,
            columns(wallets), rows: wallets.count)
    }

    private static func columns(_ wallets: [Wallet]) -> [Column] {
        [
            .int64(wallets.map(\.payer.number)), .int64(wallets.map(\.currency.number)), .int64(wallets.map(\.balance)),
            .int64(wallets.map(\.held)), .int64(wallets.map(\.creditLimit)),
            .int64(wallets.map(\.debtLimit)), .int64(wallets.map(\.version)),
            .int64(wallets.map(\.queued)),
        ]
    }

    /// The wallets of one payer, without lock.
    package static func wallets(of payer: Identifier, _ session: Session) throws(DatabaseFailure) -> [Wallet] {
        let rows = try session.query(
            """
            SELECT payer_id, currency, balance, held, credit_limit, debt_limit, version, queued, frozen FROM wallet
            WHERE payer_id = \(payer.number) ORDER BY currency
            """)
        return rows.compactMap { wallet(in: $0, from: 0) }
    }

    /// Freezes a wallet, or lets it go; false: it was so already, or there is none. The version tells whoever decides
    /// on it elsewhere.
    static func freeze(
        _ key: AccountKey, _ isFrozen: Bool, _ session: Session
    ) throws(DatabaseFailure) -> Bool {
        let wanted: Int64 = isFrozen ? 1 : 0
        return try session.execute(
            """
            UPDATE wallet SET frozen = \(wanted), version = version + 1
            WHERE payer_id = \(key.owner.number) AND currency = \(key.currency.number) AND frozen <> \(wanted)
            """) == 1
    }

    /// Reads the nine columns that begin at `index`.
    package static func wallet(in row: Row, from index: Int) -> Wallet? {
        guard let currency = Currency(number: row.int64(index + 1)) else { return nil }
        return Wallet(
            payer: Identifier(row.int64(index)), currency: currency, balance: row.int64(index + 2),
            held: row.int64(index + 3), creditLimit: row.int64(index + 4), debtLimit: row.int64(index + 5),
            version: row.int64(index + 6), queued: row.int64(index + 7), isFrozen: row.int64(index + 8) != 0)
    }
}
