package import MariaDB
package import Values

extension PaymentStore {
    /// A merchant's payments that pass the filter, newest first.
    package static func payments(_ filter: PaymentFilter, _ session: Session) throws(DatabaseFailure) -> [Payment] {
        try session.query(
            """
            SELECT \(identifier: columns) FROM payment WHERE merchant_id = \(filter.merchant.number)
            AND id < \(filter.before?.number ?? Int64.max)
            AND (\(filter.state?.rawValue) IS NULL OR state = \(filter.state?.rawValue))
            AND (\(filter.mode?.rawValue) IS NULL OR mode = \(filter.mode?.rawValue))
            AND created_at >= \(filter.from?.microseconds ?? 0)
            AND created_at < \(filter.to?.microseconds ?? Int64.max)
            ORDER BY id DESC LIMIT \(Int64(filter.limit))
            """
        ).compactMap(payment)
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
