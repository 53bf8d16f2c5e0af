/// An amount in minor units of a currency, 100 for 1.00 CNY.
package struct Money: Hashable, Sendable {
    package let minor: Int64
    package let currency: Currency

    package init(_ minor: Int64, _ currency: Currency) {
        self.minor = minor
        self.currency = currency
    }

    /// The largest amount of one payment, refund or top-up.
    package static let largestMinor: Int64 = 1_000_000_000_000
}
