package import Ledger
package import Values

/// Money put into a payer's wallet or a merchant's account.
package struct Topup: Equatable, Sendable {
    package let id: Identifier
    /// Who paid for it; nil: an operator, from outside.
    package let merchant: Identifier?
    package let target: AccountKey
    /// Minor units of the target's currency.
    package let amount: Int64
    package let createdAt: Timestamp

    package init(id: Identifier, merchant: Identifier?, target: AccountKey, amount: Int64, createdAt: Timestamp) {
        self.id = id
        self.merchant = merchant
        self.target = target
        self.amount = amount
        self.createdAt = createdAt
    }
}
