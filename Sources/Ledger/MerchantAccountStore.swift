package import MariaDB
package import Values

/// The `merchant_account` table.
package enum MerchantAccountStore {
    /// Locks all accounts of these merchants in the order of their keys, and tells which are frozen. What is missing
    /// has never been touched.
    /// Never by a scan, which a small table would invite: it would wait for everybody's rows.
    package static func lock(
        _ merchants: [Identifier], _ session: Session
    ) throws(DatabaseFailure) -> (balances: [AccountKey: Int64], frozen: Set<AccountKey>) {
        let rows = try session.query(
            """
            SELECT merchant_id, kind, currency, balance, frozen FROM merchant_account FORCE INDEX (PRIMARY)
            WHERE merchant_id IN \(list: merchants.map(\.number)) ORDER BY merchant_id, kind, currency FOR UPDATE
            """)
        var balances: [AccountKey: Int64] = [:]
        var frozen: Set<AccountKey> = []
        for row in rows {
            guard let kind = AccountKind(rawValue: row.int64(1)), let currency = Currency(number: row.int64(2)) else {
                continue
            }
            let key = AccountKey(Identifier(row.int64(0)), kind, currency)
            balances[key] = row.int64(3)
            if row.int64(4) != 0 { frozen.insert(key) }
        }
        return (balances, frozen)
    }

    /// The merchants one of whose accounts is frozen.
    package static func frozenOwners(_ session: Session) throws(DatabaseFailure) -> [Identifier] {
        try session.query("SELECT DISTINCT merchant_id FROM merchant_account WHERE frozen <> 0").map {
            Identifier($0.int64(0))
        }
    }

    /// Freezes an account, or lets it go; false: it was so already, or there is none. The version tells whoever decides
    /// on it elsewhere.
    static func freeze(
        _ key: AccountKey, _ isFrozen: Bool, _ session: Session
    ) throws(DatabaseFailure) -> Bool {
        let wanted: Int64 = isFrozen ? 1 : 0
        return try session.execute(
            """
            UPDATE merchant_account SET frozen = \(wanted), version = version + 1
            WHERE merchant_id = \(key.owner.number) AND kind = \(key.kind.rawValue)
            AND currency = \(key.currency.number) AND frozen <> \(wanted)
            """) == 1
    }

    /// Adds to accounts, relatively and in the order of their keys: the lock is taken as late as can be.
    package static func touch(
        _ changes: [(key: AccountKey, change: Int64)], _ session: Session
    ) throws(DatabaseFailure) {
        // Two statements: the CHECK looks at the row that would be inserted, which for a debit would be negative.
        let credits = changes.filter { $0.change >= 0 }
        let debits = changes.filter { $0.change < 0 }
        if !credits.isEmpty {
            try session.send(
                """
                INSERT INTO merchant_account (merchant_id, kind, currency, balance, version) VALUES (?, ?, ?, ?, 1)
                ON DUPLICATE KEY UPDATE balance = balance + VALUES(balance), version = version + 1
                """,
                names(credits) + [.int64(credits.map(\.change))], rows: credits.count)
        }
        if !debits.isEmpty {
            try session.send(
                """
                UPDATE merchant_account SET balance = balance + ?, version = version + 1
                WHERE merchant_id = ? AND kind = ? AND currency = ?
                """,
                [.int64(debits.map(\.change))] + names(debits), rows: debits.count)
        }
    }

    private static func names(_ changes: [(key: AccountKey, change: Int64)]) -> [Column] {
        [
            .int64(changes.map(\.key.owner.number)), .int64(changes.map(\.key.kind.rawValue)),
            .int64(changes.map(\.key.currency.number)),
        ]
    }

    /// Whose `available` is not empty, by currency and merchant, at most `limit` behind `last`.
    package static func withAvailable(
        behind last: AccountKey?, limit: Int, _ session: Session
    ) throws(DatabaseFailure) -> [AccountKey] {
        let (currency, merchant) = (last?.currency.number ?? 0, last?.owner.number ?? 0)
        return try session.query(
            """
            SELECT merchant_id, currency FROM merchant_account WHERE kind = 3 AND balance > 0
            AND currency >= \(currency) AND (currency > \(currency) OR merchant_id > \(merchant))
            ORDER BY currency, merchant_id LIMIT \(limit)
            """
        ).compactMap { row in
            Currency(number: row.int64(1)).map { AccountKey(Identifier(row.int64(0)), .available, $0) }
        }
    }

    /// What a merchant has, one element per currency it ever had an account in, sorted by code.
    package static func balances(
        of merchant: Identifier, _ session: Session
    ) throws(DatabaseFailure) -> [MerchantBalance] {
        let rows = try session.query(
            "SELECT kind, currency, balance FROM merchant_account WHERE merchant_id = \(merchant.number)")
        var found: [Currency: MerchantBalance] = [:]
        for row in rows {
            guard let kind = AccountKind(rawValue: row.int64(0)), let currency = Currency(number: row.int64(1)) else {
                continue
            }
            var balance = found[currency] ?? MerchantBalance(currency: currency)
            switch kind {
            case .available: balance.available = row.int64(2)
            case .pending: balance.pending = row.int64(2)
            case .reserved: balance.reserved = row.int64(2)
            case .wallet, .world, .fees, .clearing: continue
            }
            found[currency] = balance
        }
        return found.values.sorted { $0.currency.code < $1.currency.code }
    }
}
