import Values
package import MariaDB

/// The `entry` table: written once, never changed.
package enum EntryStore {
    /// Inserts legs, already sorted by posting and leg.
    package static func insert(_ entries: [Entry], _ session: Session) throws(DatabaseFailure) {
        try session.send(
            """
            INSERT INTO entry (posting_id, leg, object_id, owner_id, kind, currency, amount, balance_after, posted_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .int64(entries.map(\.posting.number)), .int64(entries.map(\.leg)), .int64(entries.map(\.object.number)),
                .int64(entries.map(\.account.owner.number)), .int64(entries.map(\.account.kind.rawValue)),
                .int64(entries.map(\.account.currency.number)), .int64(entries.map(\.amount)),
                .optionalInt64(entries.map(\.balanceAfter)), .int64(entries.map(\.postedAt.microseconds)),
            ], rows: entries.count)
    }
}
