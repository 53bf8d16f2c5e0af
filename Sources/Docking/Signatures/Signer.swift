package import Merchants

/// A merchant and one of its keys.
package struct Signer: Sendable {
    package let merchant: Merchant
    package let key: VerificationKey

    package init(merchant: Merchant, key: VerificationKey) {
        self.merchant = merchant
        self.key = key
    }
}
