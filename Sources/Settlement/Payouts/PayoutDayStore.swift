import MariaDB
import Values

/// The `payout_day` table.
enum PayoutDayStore {
    private static let columns: StaticString = "merchant_id, day, first_seq, last_seq, state = 'ready'"

    /// The last payout day of each merchant that had one.
    static func last(_ session: Session) throws(DatabaseFailure) -> [Identifier: PayoutDay] {
        let days = try session.query(
            """
            SELECT \(identifier: columns) FROM (SELECT merchant_id, MAX(day) AS day FROM payout_day
            GROUP BY merchant_id) l JOIN payout_day USING (merchant_id, day)
            """
        ).map(day)
        return Dictionary(days.map { ($0.merchant, $0) }, uniquingKeysWith: { $1 })
    }

    /// Writes days that are due. One that another run was faster with stays as it is. Returns how many are new.
    static func open(_ days: [PayoutDay], at now: Timestamp, _ session: Session) throws(DatabaseFailure) -> Int {
        let opened = try session.run(
            """
            INSERT INTO payout_day (merchant_id, day, first_seq, last_seq, state, opened_at)
            VALUES (?, ?, ?, ?, 'ready', ?) ON DUPLICATE KEY UPDATE state = state
            """,
            [
                .int64(days.map(\.merchant.number)), .int64(days.map(\.day.daysSince1970)),
                .int64(days.map(\.firstSeq)), .int64(days.map(\.lastSeq)), .int64(days.map { _ in now.microseconds }),
            ], rows: days.count)
        return Int(opened)
    }

    /// Locks some that are ready and that nobody else works on, the earliest first, but none of some merchants.
    static func claim(
        limit: Int, without merchants: [Identifier], _ session: Session
    ) throws(DatabaseFailure) -> [PayoutDay] {
        try session.query(
            """
            SELECT \(identifier: columns) FROM payout_day FORCE INDEX (by_state)
            WHERE state = 'ready' AND merchant_id NOT IN \(list: [0] + merchants.map(\.number))
            ORDER BY day, merchant_id LIMIT \(limit) FOR UPDATE SKIP LOCKED
            """
        ).map(day)
    }

    /// How many are ready, whoever works on them; those of some merchants are counted apart.
    static func readyCounts(
        without merchants: [Identifier], _ session: Session
    ) throws(DatabaseFailure) -> (ready: Int, left: Int) {
        let rows = try session.query(
            """
            SELECT merchant_id IN \(list: [0] + merchants.map(\.number)), COUNT(*) FROM payout_day
            WHERE state = 'ready' GROUP BY 1
            """)
        func count(_ isLeft: Int64) -> Int { Int(rows.first { $0.int64(0) == isLeft }?.int64(1) ?? 0) }
        return (count(0), count(1))
    }

    /// Ends days that are locked.
    static func finish(_ days: [PayoutDay], at now: Timestamp, _ session: Session) throws(DatabaseFailure) {
        try session.run(
            "UPDATE payout_day SET state = 'done', done_at = ? WHERE merchant_id = ? AND day = ?",
            [
                .int64(days.map { _ in now.microseconds }), .int64(days.map(\.merchant.number)),
                .int64(days.map(\.day.daysSince1970)),
            ], rows: days.count)
    }

    /// Locks a merchant's day, so that nobody else writes its statements.
    static func lock(
        _ merchant: Identifier, _ day: CivilDate, _ session: Session
    ) throws(DatabaseFailure) {
        _ = try session.query(
            """
            SELECT state FROM payout_day WHERE merchant_id = \(merchant.number) AND day = \(day.daysSince1970)
            FOR UPDATE
            """)
    }

    private static func day(_ row: Row) -> PayoutDay {
        PayoutDay(
            merchant: Identifier(row.int64(0)), day: CivilDate(daysSince1970: row.int64(1)), firstSeq: row.int64(2),
            lastSeq: row.int64(3), isReady: row.int64(4) == 1)
    }
}
