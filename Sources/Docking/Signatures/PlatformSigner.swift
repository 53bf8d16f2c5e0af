package import OpenSSL
import Sodium

/// The platform's Ed25519 key, as it signs what we send: the public half stands at `/v1/keys`.
package struct PlatformSigner: Sendable {
    let keyID: String
    private let signer: Ed25519Signer

    /// The key must be Ed25519; `keyID` is its name at `/v1/keys` and takes no quotation marks or backslashes.
    package init(key: PrivateKey, keyID: String) {
        guard let signer = key.rawEd25519.flatMap(Ed25519Signer.init(seed:)) else {
            preconditionFailure("the platform's key is not Ed25519")
        }
        self.signer = signer
        self.keyID = keyID
    }

    /// The 64 bytes of the signature of something that is no message of HTTP.
    func signature(of bytes: [UInt8]) -> [UInt8] { signer.sign(bytes) }

    /// The values of Signature-Input and Signature (RFC 9421, section 4) for a message; `parameters` lists the
    /// components as they are signed. nil if the message lacks one of them.
    func sign(
        _ message: some SignedMessage, _ components: [SignatureComponent], parameters: String
    ) -> (input: String, signature: String)? {
        guard let base = message.signatureBase(components, parameters: Array(parameters.utf8)) else { return nil }
        return ("kadock=\(parameters)", "kadock=:\(Base64.encode(signer.sign(base))):")
    }
}
