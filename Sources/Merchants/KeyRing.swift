package import Policies
import Threading
package import Values

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

    /// What its keys of one kind consist of that are good at this time, the newest one first. While a shop changes
    /// from one key to the next there are two.
    package func materials(_ algorithm: KeyAlgorithm, at now: Timestamp) -> [[UInt8]] {
        keys.filter { $0.algorithm == algorithm && $0.sealVersion == nil && $0.isValid(at: now) }.map(\.material)
    }

    /// The same for this moment.
    package func materials(_ algorithm: KeyAlgorithm) -> [[UInt8]] {
        materials(algorithm, at: Timestamp(microseconds: SystemClock.microseconds()))
    }
}
