import MariaDB
import Values

/// The tables `reconciled_channel`, `reconciliation` and `reconciliation_sum`.
enum ReconciliationStore {
    /// Waits until nobody else compares a statement of this channel.
    static func lock(_ channel: String, at now: Timestamp, _ session: Session) throws(DatabaseFailure) {
        try session.execute(
            """
            INSERT INTO reconciled_channel (channel, compared_at) VALUES (\(channel), \(now.microseconds))
            ON DUPLICATE KEY UPDATE compared_at = VALUES(compared_at)
            """)
    }

    /// What the same file came to before; nil: it is new.
    static func tally(
        _ channel: String, _ digest: [UInt8], from: Timestamp, until: Timestamp, _ session: Session
    ) throws(DatabaseFailure) -> ReconciliationTally? {
        let row = try session.query(
            """
            SELECT id, line_count, matched_count, settled_count, missing_here_count, missing_there_count,
            different_count FROM reconciliation WHERE channel = \(channel) AND file_digest = \(digest)
            AND from_at = \(from.microseconds) AND until_at = \(until.microseconds)
            """
        ).first
        guard let row else { return nil }
        var tally = ReconciliationTally()
        tally.id = row.int64(0)
        tally.isRepeated = true
        (tally.lines, tally.matched, tally.settled) = (row.int64(1), row.int64(2), row.int64(3))
        (tally.missingHere, tally.missingThere, tally.different) = (row.int64(4), row.int64(5), row.int64(6))
        let sums = try session.query(
            "SELECT kind, currency, theirs, ours FROM reconciliation_sum WHERE reconciliation_id = \(tally.id)")
        for row in sums {
            guard let kind = TradeKind(rawValue: row.string(0)), let currency = Currency(number: row.int64(1)) else {
                continue
            }
            let sum = ReconciliationTally.Sum(kind: kind, currency: currency)
            (tally.theirs[sum], tally.ours[sum]) = (row.int64(2), row.int64(3))
        }
        return tally
    }

    /// Gives a new comparison its number.
    static func open(
        _ channel: String, _ digest: [UInt8], from: Timestamp, until: Timestamp, at now: Timestamp,
        _ session: Session
    ) throws(DatabaseFailure) -> Int64 {
        try session.query(
            """
            INSERT INTO reconciliation (channel, file_digest, from_at, until_at, line_count, matched_count,
            settled_count, missing_here_count, missing_there_count, different_count, compared_at)
            VALUES (\(channel), \(digest), \(from.microseconds), \(until.microseconds), 0, 0, 0, 0, 0, 0,
            \(now.microseconds)) RETURNING id
            """
        ).first?.int64(0) ?? 0
    }

    /// Writes down what a comparison came to.
    static func finish(_ tally: ReconciliationTally, _ session: Session) throws(DatabaseFailure) {
        try session.execute(
            """
            UPDATE reconciliation SET line_count = \(tally.lines), matched_count = \(tally.matched),
            settled_count = \(tally.settled), missing_here_count = \(tally.missingHere),
            missing_there_count = \(tally.missingThere), different_count = \(tally.different) WHERE id = \(tally.id)
            """)
        let sums = Array(Set(tally.theirs.keys).union(tally.ours.keys))
        try session.run(
            "INSERT INTO reconciliation_sum (reconciliation_id, kind, currency, theirs, ours) VALUES (?, ?, ?, ?, ?)",
            [
                .int64(sums.map { _ in tally.id }), .text(sums.map(\.kind.rawValue)),
                .int64(sums.map(\.currency.number)), .int64(sums.map { tally.theirs[$0] ?? 0 }),
                .int64(sums.map { tally.ours[$0] ?? 0 }),
            ], rows: sums.count)
    }
}
