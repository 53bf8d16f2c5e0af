package import Policies

/// A merchant with all its keys, and its policy.
package struct KeyRing: Sendable {
    package let merchant: Merchant
    package let keys: [MerchantKey]
    package let policies: PolicySchedule

    package init(merchant: Merchant, keys: [MerchantKey], policies: PolicySchedule = .none) {
        self.merchant = merchant
        self.keys = keys
        self.policies = policies
    }

    /// What its keys of one kind consist of. While a shop changes from one key to the next there are two.
    package func materials(_ algorithm: KeyAlgorithm) -> [[UInt8]] {
        keys.filter { $0.algorithm == algorithm }.map(\.material)
    }
}
