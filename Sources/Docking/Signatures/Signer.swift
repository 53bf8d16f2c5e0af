package import Merchants
package import Policies

/// A merchant and one of its keys.
package struct Signer: Sendable {
    package let merchant: Merchant
    package let key: VerificationKey
    package let policies: PolicySchedule

    package init(merchant: Merchant, key: VerificationKey, policies: PolicySchedule = .none) {
        self.merchant = merchant
        self.key = key
        self.policies = policies
    }
}
