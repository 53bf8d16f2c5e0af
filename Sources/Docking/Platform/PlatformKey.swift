package import OpenSSL

/// One of our own public keys with the name it is known by.
package struct PlatformKey: Sendable {
    package let keyID: String
    package let key: PublicKey

    package init(keyID: String, key: PublicKey) {
        self.keyID = keyID
        self.key = key
    }
}
