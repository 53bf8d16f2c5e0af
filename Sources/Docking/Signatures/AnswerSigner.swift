package import OpenSSL
import Sodium

/// Signs answers with the platform's Ed25519 key, so that a merchant can prove what it was told and about what.
package struct AnswerSigner: Sendable {
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

    /// The values of Signature-Input and Signature for an answer; `contentDigest` is its Content-Digest field.
    /// nil if the request's target cannot be signed for, which no server lets through.
    func signature(
        status: Int, contentDigest: String, request: SignedRequest, created: Int64
    ) -> (input: String, signature: String)? {
        let components = [
            SignatureComponent(.status), SignatureComponent(.field("content-digest")),
            SignatureComponent(.method, isOfRequest: true), SignatureComponent(.targetURI, isOfRequest: true),
        ]
        let parameters =
            #"("@status" "content-digest" "@method";req "@target-uri";req)"#
            + #";created=\#(created);keyid="\#(keyID)";alg="ed25519""#
        let answer = SignedAnswer(
            status: status, headers: Headers([("content-digest", contentDigest)]), request: request)
        guard let base = answer.signatureBase(components, parameters: Array(parameters.utf8)) else { return nil }
        return ("\(Self.label)=\(parameters)", "\(Self.label)=:\(Base64.encode(signer.sign(base))):")
    }
}
