package import Values

/// What a merchant has in one currency, minor units.
package struct MerchantBalance: Equatable, Sendable {
    package let currency: Currency
    package var available: Int64 = 0
    package var pending: Int64 = 0
    package var reserved: Int64 = 0
}
