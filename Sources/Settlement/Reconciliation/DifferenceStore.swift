package import MariaDB
import Values

/// The `reconciliation_difference` table.
package enum DifferenceStore {
    private static let columns: StaticString = """
        id, channel, kind, trade_no, our_currency, our_amount, their_currency, their_amount, state, resolution, \
        payment_id, note, proposed_by, approved_by, opened_at, resolved_at
        """

    private static let clock: SQL = "CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)"

    /// A trade of which something differs.
    typealias Found = (key: TradeKey, ours: Money?, theirs: Money?)

    /// All differences there ever were of these trades.
    static func known(
        _ channel: String, _ kind: TradeKind, _ numbers: [String], _ session: Session
    ) throws(DatabaseFailure) -> [TradeKey: [Difference]] {
        guard !numbers.isEmpty else { return [:] }
        let rows = try session.query(
            """
            SELECT \(identifier: columns) FROM reconciliation_difference WHERE channel = \(channel)
            AND kind = \(kind.rawValue) AND trade_no IN \(list: numbers.map { Array($0.utf8) })
            """)
        return Dictionary(grouping: rows.compactMap(difference), by: \.key)
    }

    /// Puts new ones into the pool.
    static func insert(
        _ found: [Found], _ channel: String, comparison: Int64, at now: Timestamp, _ session: Session
    ) throws(DatabaseFailure) {
        try session.run(
            """
            INSERT INTO reconciliation_difference (reconciliation_id, channel, kind, trade_no, our_currency,
            our_amount, their_currency, their_amount, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .int64(found.map { _ in comparison }), .text(found.map { _ in channel }),
                .text(found.map(\.key.kind.rawValue)), .bytes(found.map { Array($0.key.number.utf8) }),
            ] + figures(found) + [.int64(found.map { _ in now.microseconds })], rows: found.count)
    }

    /// Writes other figures of ones that nobody has approved; what was proposed for the old ones is void.
    static func change(_ changed: [(id: Int64, found: Found)], _ session: Session) throws(DatabaseFailure) {
        try session.run(
            """
            UPDATE reconciliation_difference SET our_currency = ?, our_amount = ?, their_currency = ?,
            their_amount = ?, state = 'open', resolution = NULL, payment_id = NULL, note = NULL, proposed_by = NULL,
            proposed_at = NULL WHERE id = ? AND state IN ('open', 'proposed')
            """,
            figures(changed.map(\.found)) + [.int64(changed.map(\.id))], rows: changed.count)
    }

    /// Ends those that nobody has approved and that differ no more.
    static func match(_ ids: [Int64], at now: Timestamp, _ session: Session) throws(DatabaseFailure) {
        guard !ids.isEmpty else { return }
        try session.execute(
            """
            UPDATE reconciliation_difference SET state = 'resolved', resolution = 'matched-later',
            resolved_at = \(now.microseconds) WHERE id IN \(list: ids) AND state IN ('open', 'proposed')
            """)
    }

    /// How many of a channel are not resolved.
    static func unresolvedCount(_ channel: String, _ session: Session) throws(DatabaseFailure) -> Int64 {
        try session.query(
            """
            SELECT COUNT(*) FROM reconciliation_difference
            WHERE channel = \(channel) AND state IN ('open', 'proposed', 'approved')
            """
        ).first?.int64(0) ?? 0
    }

    /// The difference with this number, locked.
    package static func lock(_ id: Int64, _ session: Session) throws(DatabaseFailure) -> Difference? {
        try session.query(
            "SELECT \(identifier: columns) FROM reconciliation_difference WHERE id = \(id) FOR UPDATE"
        ).first.flatMap(difference)
    }

    /// Writes what operators decided of a locked one.
    package static func decide(_ difference: Difference, _ session: Session) throws(DatabaseFailure) {
        try session.execute(
            """
            UPDATE reconciliation_difference SET state = \(difference.state.rawValue),
            resolution = \(difference.resolution?.rawValue), payment_id = \(difference.payment?.number),
            note = \(difference.note), proposed_by = \(difference.proposedBy),
            proposed_at = CASE WHEN \(difference.proposedBy) IS NULL THEN NULL
            WHEN \(difference.state.rawValue) = 'proposed' THEN \(part: clock) ELSE proposed_at END,
            approved_by = \(difference.approvedBy),
            approved_at = CASE WHEN \(difference.approvedBy) IS NULL THEN NULL
            WHEN \(difference.state.rawValue) = 'approved' THEN \(part: clock) ELSE approved_at END,
            resolved_at = IF(\(difference.state.rawValue) = 'resolved', \(part: clock), NULL)
            WHERE id = \(difference.id)
            """)
    }

    /// Differences, the newest first; `unresolvedOnly`: those that wait for somebody.
    package static func differences(
        unresolvedOnly: Bool, of channel: String?, limit: Int, _ session: Session
    ) throws(DatabaseFailure) -> [Difference] {
        try session.query(
            """
            SELECT \(identifier: columns) FROM reconciliation_difference
            WHERE (\(unresolvedOnly ? 1 : 0) = 0 OR state IN ('open', 'proposed', 'approved'))
            AND channel = COALESCE(\(channel), channel) ORDER BY id DESC LIMIT \(limit)
            """
        ).compactMap(difference)
    }

    private static func figures(_ found: [Found]) -> [Column] {
        [
            .optionalInt64(found.map(\.ours?.currency.number)), .optionalInt64(found.map(\.ours?.minor)),
            .optionalInt64(found.map(\.theirs?.currency.number)), .optionalInt64(found.map(\.theirs?.minor)),
        ]
    }

    private static func difference(_ row: Row) -> Difference? {
        guard let kind = TradeKind(rawValue: row.string(2)), let state = Difference.State(rawValue: row.string(8))
        else { return nil }
        return Difference(
            id: row.int64(0), channel: row.string(1), key: TradeKey(kind, row.string(3)), ours: money(row, 4),
            theirs: money(row, 6), state: state,
            resolution: row.optionalString(9).flatMap(Difference.Resolution.init(rawValue:)),
            payment: row.optionalInt64(10).map(Identifier.init), note: row.optionalString(11),
            proposedBy: row.optionalString(12), approvedBy: row.optionalString(13),
            openedAt: Timestamp(microseconds: row.int64(14)),
            resolvedAt: row.optionalInt64(15).map(Timestamp.init(microseconds:)))
    }

    private static func money(_ row: Row, _ column: Int) -> Money? {
        guard let number = row.optionalInt64(column), let currency = Currency(number: number) else { return nil }
        return Money(row.int64(column + 1), currency)
    }
}
