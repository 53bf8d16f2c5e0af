package import MariaDB
import Values

/// The `account_freeze` table.
package enum FreezeStore {
    private static let columns: StaticString = """
        owner_id, kind, currency, figure, object_id, expected, found, found_at, released_by, released_at, note
        """

    /// Freezes an account and writes down why; false: it is frozen already, or does not exist. Part of a transaction.
    package static func freeze(_ freeze: AccountFreeze, _ session: Session) throws(DatabaseFailure) -> Bool {
        guard try set(freeze.account, isFrozen: true, session) else { return false }
        try session.execute(
            """
            INSERT INTO account_freeze (owner_id, kind, currency, figure, object_id, expected, found, found_at)
            VALUES (\(freeze.account.owner.number), \(freeze.account.kind.rawValue),
            \(freeze.account.currency.number), \(freeze.figure.rawValue), \((freeze.object ?? .system).number),
            \(freeze.expected), \(freeze.found), \(freeze.foundAt.microseconds))
            """)
        return true
    }

    /// Lets an account go; false: it was not frozen. Part of a transaction.
    package static func release(
        _ key: AccountKey, _ release: AccountFreeze.Release, _ session: Session
    ) throws(DatabaseFailure) -> Bool {
        guard try set(key, isFrozen: false, session) else { return false }
        try session.execute(
            """
            UPDATE account_freeze SET released_by = \(Array(release.by.utf8)),
            released_at = \(release.at.microseconds), note = \(release.note.map { Array($0.utf8) })
            WHERE owner_id = \(key.owner.number) AND kind = \(key.kind.rawValue)
            AND currency = \(key.currency.number) AND released_at IS NULL
            """)
        return true
    }

    private static func set(
        _ key: AccountKey, isFrozen: Bool, _ session: Session
    ) throws(DatabaseFailure) -> Bool {
        switch key.kind {
        case .wallet: try WalletStore.freeze(key, isFrozen, session)
        case .pending, .available, .reserved: try MerchantAccountStore.freeze(key, isFrozen, session)
        case .world, .fees, .clearing: false
        }
    }

    /// All that are frozen now, the oldest first.
    package static func open(_ session: Session) throws(DatabaseFailure) -> [AccountFreeze] {
        try session.query(
            "SELECT \(identifier: columns) FROM account_freeze WHERE released_at IS NULL ORDER BY id"
        ).compactMap(freeze)
    }

    /// Those that are frozen and those that were, the newest first.
    package static func all(limit: Int, _ session: Session) throws(DatabaseFailure) -> [AccountFreeze] {
        try session.query(
            "SELECT \(identifier: columns) FROM account_freeze ORDER BY id DESC LIMIT \(limit)"
        ).compactMap(freeze)
    }

    /// Whether an operator has released this account in full knowledge of just this: the same figure, off by as much.
    package static func isAccepted(_ freeze: AccountFreeze, _ session: Session) throws(DatabaseFailure) -> Bool {
        try !session.query(
            """
            SELECT id FROM account_freeze WHERE owner_id = \(freeze.account.owner.number)
            AND kind = \(freeze.account.kind.rawValue) AND currency = \(freeze.account.currency.number)
            AND figure = \(freeze.figure.rawValue) AND object_id = \((freeze.object ?? .system).number)
            AND expected - found = \(freeze.expected &- freeze.found) AND note IS NOT NULL
            """
        ).isEmpty
    }

    private static func freeze(_ row: Row) -> AccountFreeze? {
        guard let kind = AccountKind(rawValue: row.int64(1)), let currency = Currency(number: row.int64(2)),
            let figure = BookFigure(rawValue: row.string(3))
        else { return nil }
        let release = row.optionalString(8).map {
            AccountFreeze.Release(
                by: $0, at: Timestamp(microseconds: row.int64(9)), note: row.optionalString(10))
        }
        return AccountFreeze(
            account: AccountKey(Identifier(row.int64(0)), kind, currency), figure: figure,
            object: row.int64(4) == 0 ? nil : Identifier(row.int64(4)), expected: row.int64(5), found: row.int64(6),
            foundAt: Timestamp(microseconds: row.int64(7)), release: release)
    }
}
