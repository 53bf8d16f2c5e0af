package import Deductions
package import MariaDB
package import Merchants
package import Threading
package import Values

/// Where merchants look after themselves: the database, or whatever a test puts in its place.
package protocol MerchantDesk: Sendable {
    /// When the merchant was taken in; nil: there is none.
    func createdAt(_ merchant: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> Timestamp?

    /// All keys, the newest one first, their secrets as they are stored.
    func keys(of merchant: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> [MerchantKey]

    /// Gives a key; the nonce is used up with it. nil: it was used before with something else.
    func issue(
        _ order: KeyOrder, _ nonce: NonceClaim?, _ deadline: Deadline
    ) throws(DatabaseFailure) -> KeyOrder.Outcome?

    /// Ends a key; the nonce likewise.
    func end(
        _ end: KeyEnd, _ nonce: NonceClaim?, _ deadline: Deadline
    ) throws(DatabaseFailure) -> KeyEnd.Outcome?
}
