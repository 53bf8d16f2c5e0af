package import OpenSSL

/// The platform's RSA key, as it signs answers and notices of epay V2: RSASSA-PKCS1-v1_5 with SHA-256 over the text of
/// V1, without a key behind it, in base64.
package struct EpayPlatformSigner: Sendable {
    private let key: PrivateKey

    /// The key must be RSA; shops get its public half when they dock.
    package init(_ key: PrivateKey) {
        precondition(key.kind == .rsa, "the platform's key for epay is not RSA")
        self.key = key
    }

    /// The key that shops check with, in one line of base64 (SubjectPublicKeyInfo), as they write it into settings.
    var publicKeyLine: String { Base64.encode(key.publicKey.der()) }

    func signature(of text: [UInt8]) -> String {
        guard let signature = try? key.sign(text) else { preconditionFailure("the platform's RSA key does not sign") }
        return Base64.encode(signature)
    }
}
