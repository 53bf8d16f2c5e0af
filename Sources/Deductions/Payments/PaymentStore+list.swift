package import MariaDB
package import Values

extension PaymentStore {
    /// A merchant's payments that pass the filter, newest first.
    package static func payments(_ filter: PaymentFilter, _ session: Session) throws(DatabaseFailure) -> [Payment] {
        let states = filter.states?.map(\.rawValue).joined(separator: ",")
        let isRefunded = filter.isRefunded.map { $0 ? Int64(1) : 0 }
        return try session.query(
            """
            SELECT \(identifier: columns) FROM payment WHERE merchant_id = \(filter.merchant.number)
            AND id < \(filter.before?.number ?? Int64.max)
            AND (\(states) IS NULL OR FIND_IN_SET(state, \(states)))
            AND (\(isRefunded) IS NULL OR (captured > 0 AND refunded >= captured) = \(isRefunded))
            AND (\(filter.mode?.rawValue) IS NULL OR mode = \(filter.mode?.rawValue))
            AND (\(filter.currency?.number) IS NULL OR currency = \(filter.currency?.number))
            AND created_at >= \(filter.from?.microseconds ?? 0)
            AND created_at < \(filter.to?.microseconds ?? Int64.max)
            ORDER BY id DESC LIMIT \(filter.limit) OFFSET \(filter.offset)
            """
        ).compactMap(payment)
    }

    /// How many payments a merchant has, in all and of two days, the later one beginning at `today`. Days are told
    /// apart by the times in the identifiers, so that an index alone answers.
    package static func counts(
        of merchant: Identifier, today: Timestamp, _ session: Session
    ) throws(DatabaseFailure) -> PaymentCounts {
        let day = IdentifierMint.lowest(at: today).number
        let before = IdentifierMint.lowest(at: Timestamp(microseconds: today.microseconds - 86_400_000_000)).number
        let row = try session.query(
            """
            SELECT COUNT(*), COUNT(CASE WHEN id >= \(day) THEN 1 END),
            COUNT(CASE WHEN id >= \(before) AND id < \(day) THEN 1 END)
            FROM payment WHERE merchant_id = \(merchant.number)
            """
        ).first
        guard let row else { return PaymentCounts(total: 0, today: 0, yesterday: 0) }
        return PaymentCounts(
            total: Int(row.int64(0)), today: Int(row.int64(1)), yesterday: Int(row.int64(2)))
    }

    /// Minor units captured of a merchant's payments of two days, told apart likewise.
    package static func takings(
        of merchant: Identifier, _ currency: Currency, today: Timestamp, _ session: Session
    ) throws(DatabaseFailure) -> (today: Int64, yesterday: Int64) {
        let day = IdentifierMint.lowest(at: today).number
        let before = IdentifierMint.lowest(at: Timestamp(microseconds: today.microseconds - 86_400_000_000)).number
        let row = try session.query(
            """
            SELECT CAST(COALESCE(SUM(CASE WHEN id >= \(day) THEN captured END), 0) AS SIGNED),
            CAST(COALESCE(SUM(CASE WHEN id < \(day) THEN captured END), 0) AS SIGNED) FROM payment
            WHERE merchant_id = \(merchant.number) AND id >= \(before) AND currency = \(currency.number)
            """
        ).first
        return (row?.int64(0) ?? 0, row?.int64(1) ?? 0)
    }

    /// The payment of a merchant under its own order number.
    package static func payment(
        outTradeNo: String, of merchant: Identifier, _ session: Session
    ) throws(DatabaseFailure) -> Payment? {
        let name = Claim(merchant: merchant, kind: .payment, key: Array(outTradeNo.utf8), digest: []).name
        guard let owner = try ClaimStore.find(name, session), owner.refusal == nil else { return nil }
        return try payments([owner.object], session).first
    }
}
