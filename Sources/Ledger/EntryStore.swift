package import MariaDB
package import Values

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

    private static let columns: StaticString = """
        posting_id, leg, object_id, owner_id, kind, currency, amount, balance_after, posted_at
        """

    /// What moved a payer's wallets, newest first, `limit` at most. `place`: only what lies behind it.
    package static func walletEntries(
        of payer: Identifier, behind place: StatementPlace?, limit: Int, _ session: Session
    ) throws(DatabaseFailure) -> [Entry] {
        let (time, posting) = (place?.postedAt.microseconds ?? Int64.max, place?.posting.number ?? Int64.max)
        return try session.query(
            """
            SELECT \(identifier: columns) FROM entry
            WHERE wallet_id = \(payer.number) AND posted_at <= \(time)
            AND (posted_at < \(time) OR posting_id < \(posting))
            ORDER BY posted_at DESC, posting_id DESC LIMIT \(limit)
            """
        ).compactMap(entry)
    }

    /// What was taken from a payer's wallet for a payment that was made at this time or later; nil: nothing.
    package static func walletEntry(
        of payer: Identifier, for object: Identifier, since time: Timestamp, _ session: Session
    ) throws(DatabaseFailure) -> Entry? {
        try session.query(
            """
            SELECT \(identifier: columns) FROM entry
            WHERE wallet_id = \(payer.number)
            AND posted_at >= \(time.microseconds) AND object_id = \(object.number) AND amount < 0
            ORDER BY posted_at LIMIT 1
            """
        ).first.flatMap(entry)
    }

    /// What these postings moved on a merchant's `pending` and `available`; one that moved neither is missing.
    package static func shares(
        of merchant: Identifier, in postings: [Identifier], _ session: Session
    ) throws(DatabaseFailure) -> [Identifier: (pending: Int64, available: Int64)] {
        guard !postings.isEmpty else { return [:] }
        let rows = try session.query(
            """
            SELECT posting_id, CAST(SUM(IF(kind = 2, amount, 0)) AS SIGNED),
            CAST(SUM(IF(kind = 3, amount, 0)) AS SIGNED) FROM entry
            WHERE posting_id IN \(list: postings.map(\.number)) AND owner_id = \(merchant.number) AND kind IN (2, 3)
            GROUP BY posting_id
            """)
        return Dictionary(
            rows.map { (Identifier($0.int64(0)), ($0.int64(1), $0.int64(2))) }, uniquingKeysWith: { $1 })
    }

    private static func entry(_ row: Row) -> Entry? {
        guard let kind = AccountKind(rawValue: row.int64(4)), let currency = Currency(number: row.int64(5)) else {
            return nil
        }
        return Entry(
            posting: Identifier(row.int64(0)), leg: row.int64(1), object: Identifier(row.int64(2)),
            account: AccountKey(Identifier(row.int64(3)), kind, currency), amount: row.int64(6),
            balanceAfter: row.optionalInt64(7), postedAt: Timestamp(microseconds: row.int64(8)))
    }
}
