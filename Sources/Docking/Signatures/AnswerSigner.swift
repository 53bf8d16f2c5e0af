/// Signs answers with the platform's Ed25519 key, so that a merchant can prove what it was told and about what.
package struct AnswerSigner: Sendable {
    private let platform: PlatformSigner

    package init(_ platform: PlatformSigner) { self.platform = platform }

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
            + #";created=\#(created);keyid="\#(platform.keyID)";alg="ed25519""#
        let answer = SignedAnswer(
            status: status, headers: Headers([("content-digest", contentDigest)]), request: request)
        return platform.sign(answer, components, parameters: parameters)
    }
}
