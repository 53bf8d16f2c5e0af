package import MariaDB
package import Values

/// The `payout` table: written once, never changed.
package enum PayoutStore {
    private static let columns: StaticString = """
        id, merchant_id, currency, day, first_seq, last_seq, line_count, captured, refunded, fees, pending, available, \
        carry_before, carry_after, amount, created_at
        """

    static func insert(_ payouts: [Payout], _ session: Session) throws(DatabaseFailure) {
        let totals = payouts.map(\.totals)
        try session.send(
            """
            INSERT INTO payout (\(identifier: columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .int64(payouts.map(\.id.number)), .int64(payouts.map(\.merchant.number)),
                .int64(payouts.map(\.paid.currency.number)), .int64(payouts.map(\.day.daysSince1970)),
                .int64(payouts.map(\.firstSeq)), .int64(payouts.map(\.lastSeq)), .int64(totals.map(\.lines)),
                .int64(totals.map(\.captured)), .int64(totals.map(\.refunded)), .int64(totals.map(\.fees)),
                .int64(totals.map(\.pending)), .int64(totals.map(\.available)), .int64(payouts.map(\.carryBefore)),
                .int64(payouts.map(\.carryAfter)), .int64(payouts.map(\.paid.minor)),
                .int64(payouts.map(\.createdAt.microseconds)),
            ], rows: payouts.count)
    }

    /// The last payout of each of these merchants in each currency. With the merchants' accounts locked, there is none
    /// under way behind it.
    package static func last(of merchants: [Identifier], _ session: Session) throws(DatabaseFailure) -> [Payout] {
        try session.query(
            """
            SELECT \(identifier: columns) FROM
            (SELECT merchant_id, currency, MAX(day) AS day FROM payout
            WHERE merchant_id IN \(list: merchants.map(\.number)) GROUP BY merchant_id, currency) l
            JOIN payout USING (merchant_id, currency, day)
            """
        ).compactMap(payout)
    }

    /// A merchant's payouts of a day, one for each currency.
    package static func payouts(
        of merchant: Identifier, on day: CivilDate, _ session: Session
    ) throws(DatabaseFailure) -> [Payout] {
        try session.query(
            """
            SELECT \(identifier: columns) FROM payout
            WHERE merchant_id = \(merchant.number) AND day = \(day.daysSince1970) ORDER BY currency
            """
        ).compactMap(payout)
    }

    /// The payouts of a day by merchant and currency, at most `limit` behind `last`.
    package static func payouts(
        on day: CivilDate, behind last: Payout?, limit: Int, _ session: Session
    ) throws(DatabaseFailure) -> [Payout] {
        let (merchant, currency) = (last?.merchant.number ?? 0, last?.paid.currency.number ?? 0)
        return try session.query(
            """
            SELECT \(identifier: columns) FROM payout FORCE INDEX (by_day) WHERE day = \(day.daysSince1970)
            AND merchant_id >= \(merchant) AND (merchant_id > \(merchant) OR currency > \(currency))
            ORDER BY day, merchant_id, currency LIMIT \(limit)
            """
        ).compactMap(payout)
    }

    /// How many payouts there are of a day, and minor units of what they paid, by currency.
    package static func sums(
        on day: CivilDate, of merchant: Identifier?, _ session: Session
    ) throws(DatabaseFailure) -> [Currency: (count: Int64, amount: Int64)] {
        let rows = try session.query(
            """
            SELECT currency, COUNT(*), CAST(SUM(amount) AS SIGNED) FROM payout WHERE day = \(day.daysSince1970)
            AND merchant_id = COALESCE(\(merchant?.number), merchant_id) GROUP BY currency
            """)
        return Dictionary(
            rows.compactMap { row in Currency(number: row.int64(0)).map { ($0, (row.int64(1), row.int64(2))) } },
            uniquingKeysWith: { $1 })
    }

    private static func payout(_ row: Row) -> Payout? {
        Currency(number: row.int64(2)).map { currency in
            Payout(
                id: Identifier(row.int64(0)), merchant: Identifier(row.int64(1)),
                day: CivilDate(daysSince1970: row.int64(3)), firstSeq: row.int64(4), lastSeq: row.int64(5),
                totals: PayoutTotals(
                    lines: row.int64(6), captured: row.int64(7), refunded: row.int64(8), fees: row.int64(9),
                    pending: row.int64(10), available: row.int64(11)),
                carryBefore: row.int64(12), paid: Money(row.int64(14), currency),
                createdAt: Timestamp(microseconds: row.int64(15)))
        }
    }
}
