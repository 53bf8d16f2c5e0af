package import Values

/// A merchant's batch window in one currency.
package struct WindowKey: Hashable, Sendable {
    package let merchant: Identifier
    package let currency: Currency
    package let opensAt: Timestamp

    package init(merchant: Identifier, currency: Currency, opensAt: Timestamp) {
        self.merchant = merchant
        self.currency = currency
        self.opensAt = opensAt
    }
}
