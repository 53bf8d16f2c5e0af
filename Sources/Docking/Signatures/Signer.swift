package import Merchants
package import Policies
package import Values

/// A merchant and one of its keys.
package struct Signer: Sendable {
    package let merchant: Merchant
    package let key: VerificationKey
    /// From here on the key verifies nothing; nil: it has no end.
    package let validUntil: Timestamp?
    package let policies: PolicySchedule

    package init(
        merchant: Merchant, key: VerificationKey, validUntil: Timestamp? = nil, policies: PolicySchedule = .none
    ) {
        self.merchant = merchant
        self.key = key
        self.validUntil = validUntil
        self.policies = policies
    }
}
