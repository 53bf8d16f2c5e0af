import MariaDB
import Values

/// The `merchant_day` table.
enum MerchantDayStore {
    /// A day that is locked.
    struct Locked {
        let day: MerchantDay
        /// Whether nothing was known of it before.
        let isNew: Bool
        /// The database's clock, after the lock was given.
        let lockedAt: Timestamp
    }

    /// Locks days, sorted by key, and makes those that are missing: what is not there cannot be locked.
    static func lock(_ keys: [MerchantDay.Key], _ session: Session) throws(DatabaseFailure) -> [Locked] {
        var sent: [SentStatement] = []
        for key in keys {
            sent.append(
                try session.send(
                    """
                    INSERT INTO merchant_day (merchant_id, currency, day, used, taken_over, version)
                    VALUES (\(key.merchant.number), \(key.currency.number), \(key.day), 0, 0, 0)
                    ON DUPLICATE KEY UPDATE version = version + 1
                    RETURNING used, version, CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED)
                    """))
        }
        var locked: [Locked] = []
        for (key, statement) in zip(keys, sent) {
            for row in try statement.rows() {
                locked.append(
                    Locked(
                        day: MerchantDay(key: key, used: row.int64(0)), isNew: row.int64(1) == 0,
                        lockedAt: Timestamp(microseconds: row.int64(2))))
            }
        }
        return locked
    }

    /// What was charged on a new day before there was a cap: minor units of the payments made since its beginning.
    /// It stays as it is, whatever becomes of them. What other lanes had decided without the cap and not yet committed
    /// is not seen: a matter of milliseconds after a cap is first agreed.
    static func takeOver(
        _ key: MerchantDay.Key, since start: Timestamp, _ session: Session
    ) throws(DatabaseFailure) -> Int64 {
        // Identifiers are dated by another clock than payments are. Two that differ by more than a minute miss some,
        // once; looking back further would read what a busy merchant sold in that time, each night.
        let lowest = IdentifierMint.lowest(at: start.adding(seconds: -60))
        let found = try session.query(
            """
            SELECT CAST(COALESCE(SUM(captured + held + IF(state = 'queued' AND held = 0, amount + added, 0)), 0)
            AS SIGNED) FROM payment FORCE INDEX (by_merchant)
            WHERE merchant_id = \(key.merchant.number) AND id >= \(lowest.number)
            AND currency = \(key.currency.number) AND created_at >= \(start.microseconds) AND counted_day IS NULL
            """)
        let sum = found.first?.int64(0) ?? 0
        _ = try session.execute(
            """
            UPDATE merchant_day SET used = \(sum), taken_over = \(sum), version = 1
            WHERE merchant_id = \(key.merchant.number) AND currency = \(key.currency.number) AND day = \(key.day)
            """)
        return sum
    }

    /// Writes days that this transaction has locked, sorted by key.
    static func update(_ days: [MerchantDay], _ session: Session) throws(DatabaseFailure) {
        try session.send(
            "UPDATE merchant_day SET used = ? WHERE merchant_id = ? AND currency = ? AND day = ?",
            [
                .int64(days.map(\.used)), .int64(days.map(\.key.merchant.number)),
                .int64(days.map(\.key.currency.number)), .int64(days.map(\.key.day)),
            ], rows: days.count)
    }
}
