import Values

/// Signs webhooks with the platform's Ed25519 key, as a merchant signs its requests: the receiver verifies them with
/// the key from `/v1/keys`.
package struct WebhookSigner: Sendable {
    private let platform: PlatformSigner

    package init(_ platform: PlatformSigner) { self.platform = platform }

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
            #"("@method" "@target-uri" "content-digest" "content-type");created=\#(created);keyid="\#(platform.keyID)""#
            + #";nonce="\#(event.text)";alg="ed25519";tag="kadock-webhook""#
        let request = WebhookRequest(url: url, body: body)
        guard let (input, signature) = platform.sign(request, components, parameters: parameters) else { return nil }
        return [
            ("content-type", WebhookRequest.contentType), ("content-digest", request.contentDigest),
            ("signature-input", input), ("signature", signature),
        ]
    }
}
