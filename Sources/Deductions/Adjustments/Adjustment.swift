package import Values

/// Money that moved between the world and clearing, so that our books say of a trade what its channel says.
package struct Adjustment: Equatable, Sendable {
    package let id: Identifier
    /// The number of the difference that it settles.
    package let difference: Int64
    /// What clearing gained and the world lost, below zero the other way round; each in a currency of its own.
    package let amounts: [Money]
    package let createdAt: Timestamp

    package init(id: Identifier, difference: Int64, amounts: [Money], createdAt: Timestamp) {
        self.id = id
        self.difference = difference
        self.amounts = amounts
        self.createdAt = createdAt
    }
}
