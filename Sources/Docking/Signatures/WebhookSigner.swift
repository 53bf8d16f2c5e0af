package import OpenSSL
import Sodium
import Values

/// Signs webhooks with the platform's Ed25519 key, as a merchant signs its requests: the receiver verifies them with
/// the key from `/v1/keys`.
package struct WebhookSigner: Sendable {
    private let signer: Ed25519Signer
    private let keyID: String
    private static let label = "kadock"

    /// The key must be Ed25519; `keyID` is its name at `/v1/keys` and takes no quotation marks or backslashes.
    package init(key: PrivateKey, keyID: String) {
        guard let signer = key.rawEd25519.flatMap(Ed25519Signer.init(seed:)) else {
            preconditionFailure("the platform's key is not Ed25519")
        }
        self.signer = signer
        self.keyID = keyID
    }

    /// The headers of a POST of an event to a URL. The nonce is the event's id, so that a repeat is known as one.
    /// nil if the URL cannot be signed for, which none is that was checked.
    func headers(
        url: String, body: [UInt8], event: Identifier, created: Int64
    ) -> [(name: String, value: String)]? {
        let components: [SignatureComponent] = [
            SignatureComponent(.method), SignatureComponent(.targetURI), SignatureComponent(.field("content-digest")),
            SignatureComponent(.field("content-type")),
        ]
        let parameters =
            #"("@method" "@target-uri" "content-digest" "content-type");created=\#(created);keyid="\#(keyID)""#
            + #";nonce="\#(event.text)";alg="ed25519";tag="kadock-webhook""#
        let request = WebhookRequest(url: url, body: body)
        guard let base = request.signatureBase(components, parameters: Array(parameters.utf8)) else { return nil }
        return [
            ("content-type", WebhookRequest.contentType), ("content-digest", request.contentDigest),
            ("signature-input", "\(Self.label)=\(parameters)"),
            ("signature", "\(Self.label)=:\(Base64.encode(signer.sign(base))):"),
        ]
    }
}
