package import Values

/// An event that is committed and has no position yet: what its place in the order depends on.
package struct CommittedEvent: Equatable, Sendable {
    package let id: Identifier
    package let merchant: Identifier
    package let payment: Identifier
    /// The payment's version that the event made, from 1.
    package let version: Int64
    package let lane: Int64
    package let batch: Int64
    package let createdAt: Timestamp

    package init(
        id: Identifier, merchant: Identifier, payment: Identifier, version: Int64, lane: Int64, batch: Int64,
        createdAt: Timestamp
    ) {
        self.id = id
        self.merchant = merchant
        self.payment = payment
        self.version = version
        self.lane = lane
        self.batch = batch
        self.createdAt = createdAt
    }
}
