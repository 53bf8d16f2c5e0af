package import Values

/// An event at its place in its merchant's feed that captured or gave back money, and how much; minor units.
package struct FeedMove: Equatable, Sendable {
    package let seq: Int64
    package let event: Identifier
    package let payment: Identifier
    package let type: String
    package let createdAt: Timestamp
    package let currency: Currency
    package let captured: Int64
    /// Below zero where a refund came back.
    package let refunded: Int64
    /// Below zero where it was given back.
    package let fee: Int64
}
