package import Values

/// One immutable leg of a posting. The legs of a posting sum to zero.
package struct Entry: Equatable, Sendable {
    /// Equal for all legs of one posting.
    package let posting: Identifier
    /// 0, 1, 2 … within the posting.
    package let leg: Int64
    /// The payment, refund or top-up that it was posted for.
    package let object: Identifier
    package let account: AccountKey
    /// Minor units; negative takes from the account.
    package let amount: Int64
    /// The account's balance behind it, where the account was locked.
    package let balanceAfter: Int64?
    package let postedAt: Timestamp

    package init(
        posting: Identifier, leg: Int64, object: Identifier, account: AccountKey, amount: Int64,
        balanceAfter: Int64?, postedAt: Timestamp
    ) {
        self.posting = posting
        self.leg = leg
        self.object = object
        self.account = account
        self.amount = amount
        self.balanceAfter = balanceAfter
        self.postedAt = postedAt
    }
}
