package import Deductions
package import Ledger
package import MariaDB
package import Threading
package import Values

/// What is read from the books without going through the engine. A merchant sees its own only.
package protocol Records: Sendable {
    /// nil: none, or another merchant's.
    func payment(_ id: Identifier, of merchant: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> Payment?

    /// The payments of the filter's merchant that pass it, newest first.
    func payments(_ filter: PaymentFilter, _ deadline: Deadline) throws(DatabaseFailure) -> [Payment]

    /// The payment under a merchant's own number, which has to be the same byte by byte.
    func payment(
        outTradeNo: String, of merchant: Identifier, _ deadline: Deadline
    ) throws(DatabaseFailure) -> Payment?

    /// When these payments were captured; one that was not is missing.
    func captureTimes(
        of payments: [Identifier], _ deadline: Deadline
    ) throws(DatabaseFailure) -> [Identifier: Timestamp]

    /// How many payments the merchant has; a day begins at `today`.
    func paymentCounts(
        of merchant: Identifier, today: Timestamp, _ deadline: Deadline
    ) throws(DatabaseFailure) -> PaymentCounts

    /// What there is of refunds of a payment whose numbers begin like this.
    func refundTally(
        of payment: Identifier, numbered prefix: String, _ deadline: Deadline
    ) throws(DatabaseFailure) -> RefundTally

    /// nil: none, or another merchant's.
    func refund(_ id: Identifier, of merchant: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> Refund?

    /// The refund under a merchant's own number, compared as bytes.
    func refund(
        numbered outRefundNo: [UInt8], of merchant: Identifier, _ deadline: Deadline
    ) throws(DatabaseFailure) -> Refund?

    /// Minor units captured of a merchant's payments that were made on two days, the later one beginning at `today`.
    func takings(
        of merchant: Identifier, _ currency: Currency, today: Timestamp, _ deadline: Deadline
    ) throws(DatabaseFailure) -> (today: Int64, yesterday: Int64)

    /// A page of a merchant's withdrawals, newest first.
    func withdrawals(
        of merchant: Identifier, _ currency: Currency, limit: Int, offset: Int, _ deadline: Deadline
    ) throws(DatabaseFailure) -> [Withdrawal]

    /// Keeps how the shop of a payment that waits for its payer asked for it last. Nothing hangs on it but how the shop
    /// is told.
    func redock(_ payment: Identifier, _ docking: [UInt8], _ deadline: Deadline) throws(DatabaseFailure)

    /// nil: none, or not a customer of this merchant.
    func payer(_ id: Identifier, of merchant: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> PayerView?

    func balances(of merchant: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> [MerchantBalance]

    /// The merchant's events behind position `after`, oldest first, `limit` at most.
    func events(
        of merchant: Identifier, after: Int64, limit: Int, _ deadline: Deadline
    ) throws(DatabaseFailure) -> EventPage

    /// The last positions in these merchants' feeds; a merchant without events is missing.
    func heads(
        of merchants: [Identifier], _ deadline: Deadline
    ) throws(DatabaseFailure) -> [Identifier: Int64]

    /// Throws when the database does not answer.
    func probe(_ deadline: Deadline) throws(DatabaseFailure)
}
