/// What there is of refunds of a payment whose numbers begin alike.
package struct RefundTally: Equatable, Sendable {
    package let count: Int
    /// How long ago the newest was made, by the database's clock; nil: there is none.
    package let newestAgeMicroseconds: Int64?

    package init(count: Int, newestAgeMicroseconds: Int64?) {
        self.count = count
        self.newestAgeMicroseconds = newestAgeMicroseconds
    }
}
