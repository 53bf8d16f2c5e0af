package import Policies
import Threading
import Values

/// A merchant with all its keys, and its policy.
package struct KeyRing: Sendable {
    package let merchant: Merchant
    /// The newest one first.
    package let keys: [MerchantKey]
    package let policies: PolicySchedule

    package init(merchant: Merchant, keys: [MerchantKey], policies: PolicySchedule = .none) {
        self.merchant = merchant
        self.keys = keys
        self.policies = policies
    }

    /// Its keys of one kind that are good at this moment, the newest one first. While a shop changes from one key to
    /// the next there are two.
    package func valid(_ algorithm: KeyAlgorithm) -> [MerchantKey] {
        let now = Timestamp(microseconds: SystemClock.microseconds())
        return keys.filter { $0.algorithm == algorithm && $0.sealVersion == nil && $0.isValid(at: now) }
    }
}
