import OpenSSL

/// What the browser of a signed-in payer shows with each request: 32 random bytes.
package struct SessionToken: Sendable {
    private let bytes: [UInt8]

    init() { bytes = SecureRandom.bytes(32) }

    /// Reads what `text` writes; nil for anything else.
    package init?(text: String) {
        guard let bytes = Base64.decodeURL(text), bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// In base64url, 43 characters.
    var text: String { Base64.encodeURL(bytes) }

    /// What the database knows it by.
    var key: [UInt8] { Digest.sha256(bytes) }

    /// What stands in each form of this session, and in no form of anybody else's.
    package var formToken: String { Base64.encodeURL(HMAC.sha256(key: bytes, Array("kadock form".utf8))) }

    /// Whether a form was made for this session.
    package func accepts(formToken text: String) -> Bool {
        constantTimeEqual(Array(text.utf8), Array(formToken.utf8))
    }
}
