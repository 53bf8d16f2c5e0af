/// A merchant with all its keys.
package struct KeyRing: Sendable {
    package let merchant: Merchant
    package let keys: [MerchantKey]

    package init(merchant: Merchant, keys: [MerchantKey]) {
        self.merchant = merchant
        self.keys = keys
    }

    /// What its keys of one kind consist of. While a shop changes from one key to the next there are two.
    package func materials(_ algorithm: KeyAlgorithm) -> [[UInt8]] {
        keys.filter { $0.algorithm == algorithm }.map(\.material)
    }
}
