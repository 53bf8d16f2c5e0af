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
