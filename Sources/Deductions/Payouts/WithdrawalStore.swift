package import MariaDB
package import Values

/// The `withdrawal` table: written once, never changed.
package enum WithdrawalStore {
    private static let columns: StaticString = "id, merchant_id, currency, day, amount, created_at"

    static func insert(_ withdrawals: [Withdrawal], _ session: Session) throws(DatabaseFailure) {
        try session.send(
            "INSERT INTO withdrawal (\(identifier: columns)) VALUES (?, ?, ?, ?, ?, ?)",
            [
                .int64(withdrawals.map(\.id.number)), .int64(withdrawals.map(\.merchant.number)),
                .int64(withdrawals.map(\.money.currency.number)), .int64(withdrawals.map(\.day.daysSince1970)),
                .int64(withdrawals.map(\.money.minor)), .int64(withdrawals.map(\.createdAt.microseconds)),
            ], rows: withdrawals.count)
    }

    /// The last withdrawal of each of these merchants in each currency. With the merchants' accounts locked, there is
    /// none under way behind it.
    package static func last(of merchants: [Identifier], _ session: Session) throws(DatabaseFailure) -> [Withdrawal] {
        try session.query(
            """
            SELECT \(identifier: columns) FROM
            (SELECT merchant_id, currency, MAX(day) AS day FROM withdrawal
            WHERE merchant_id IN \(list: merchants.map(\.number)) GROUP BY merchant_id, currency) l
            JOIN withdrawal USING (merchant_id, currency, day)
            """
        ).compactMap(withdrawal)
    }

    /// The withdrawals of a day by currency and merchant, at most `limit` behind `last`.
    package static func withdrawals(
        on day: CivilDate, behind last: Withdrawal?, limit: Int, _ session: Session
    ) throws(DatabaseFailure) -> [Withdrawal] {
        let (currency, merchant) = (last?.money.currency.number ?? 0, last?.merchant.number ?? 0)
        return try session.query(
            """
            SELECT \(identifier: columns) FROM withdrawal FORCE INDEX (by_day) WHERE day = \(day.daysSince1970)
            AND currency >= \(currency) AND (currency > \(currency) OR merchant_id > \(merchant))
            ORDER BY day, currency, merchant_id LIMIT \(limit)
            """
        ).compactMap(withdrawal)
    }

    /// A page of a merchant's withdrawals, newest first.
    package static func withdrawals(
        of merchant: Identifier, _ currency: Currency, limit: Int, offset: Int, _ session: Session
    ) throws(DatabaseFailure) -> [Withdrawal] {
        try session.query(
            """
            SELECT \(identifier: columns) FROM withdrawal
            WHERE merchant_id = \(merchant.number) AND currency = \(currency.number)
            ORDER BY day DESC LIMIT \(limit) OFFSET \(offset)
            """
        ).compactMap(withdrawal)
    }

    /// How many withdrawals there are of a day, and minor units of them, by currency.
    package static func sums(
        on day: CivilDate, of merchant: Identifier?, _ session: Session
    ) throws(DatabaseFailure) -> [Currency: (count: Int64, amount: Int64)] {
        let rows = try session.query(
            """
            SELECT currency, COUNT(*), CAST(SUM(amount) AS SIGNED) FROM withdrawal WHERE day = \(day.daysSince1970)
            AND merchant_id = COALESCE(\(merchant?.number), merchant_id) GROUP BY currency
            """)
        return Dictionary(
            rows.compactMap { row in Currency(number: row.int64(0)).map { ($0, (row.int64(1), row.int64(2))) } },
            uniquingKeysWith: { $1 })
    }

    private static func withdrawal(_ row: Row) -> Withdrawal? {
        Currency(number: row.int64(2)).map { currency in
            Withdrawal(
                id: Identifier(row.int64(0)), merchant: Identifier(row.int64(1)),
                day: CivilDate(daysSince1970: row.int64(3)), money: Money(row.int64(4), currency),
                createdAt: Timestamp(microseconds: row.int64(5)))
        }
    }
}
