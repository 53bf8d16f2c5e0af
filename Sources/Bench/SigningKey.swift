/// A merchant's HMAC key as its shop holds it.
package struct SigningKey: Sendable {
    /// `keyid` of RFC 9421; letters, digits and marks that need no escape between quotes.
    package let keyID: String
    /// The raw bytes.
    package let secret: [UInt8]

    package init(keyID: String, secret: [UInt8]) {
        self.keyID = keyID
        self.secret = secret
    }
}
