package import Ledger
package import Values

/// How far a payer's wallet may fall below zero (授信额度), as an operator set it.
package struct CreditLine: Equatable, Sendable {
    package let id: Identifier
    package let wallet: AccountKey
    /// Minor units of the wallet's currency, 0 or more; 0: there is no credit.
    package let limit: Int64
    /// The operator who answers for it.
    package let setBy: String
    package let createdAt: Timestamp

    package init(id: Identifier, wallet: AccountKey, limit: Int64, setBy: String, createdAt: Timestamp) {
        self.id = id
        self.wallet = wallet
        self.limit = limit
        self.setBy = setBy
        self.createdAt = createdAt
    }
}
