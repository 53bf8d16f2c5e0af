package import OpenSSL

/// A key that a merchant was given, open, so that its secret can be told once.
package struct IssuedKey: Sendable {
    package let key: MerchantKey
    /// Of a pair that we drew: nobody keeps it but the merchant.
    package let privateKey: PrivateKey?

    package init(key: MerchantKey, privateKey: PrivateKey?) {
        self.key = key
        self.privateKey = privateKey
    }
}
