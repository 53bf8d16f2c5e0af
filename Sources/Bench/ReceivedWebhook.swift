import JSON
import OpenSSL

/// A webhook as its receiver got it, verified as the API's description tells shops to.
struct ReceivedWebhook {
    private let target: String
    private let digest: String
    private let type: String
    private let parameters: String
    private let signature: String
    private let body: String

    /// `entry`: a line of the receiver's log. nil: it is not a signed webhook.
    init?(_ entry: JSONValue, target: String) {
        let label = "kadock="
        guard case .string(let digest)? = entry["digest"], case .string(let input)? = entry["input"],
            case .string(let signature)? = entry["signature"], case .string(let type)? = entry["type"],
            case .string(let body)? = entry["body"], input.hasPrefix(label), signature.hasPrefix(label + ":"),
            signature.hasSuffix(":")
        else { return nil }
        self.target = target
        self.digest = digest
        self.type = type
        self.body = body
        parameters = String(input.dropFirst(label.count))
        self.signature = String(signature.dropFirst(label.count + 1).dropLast())
    }

    /// Whether the signature is the platform's, and of this body.
    func isValid(_ key: PublicKey) -> Bool {
        guard digest == "sha-256=:\(Base64.encode(Digest.sha256(Array(body.utf8)))):",
            let bytes = Base64.decode(signature)
        else { return false }
        let base = [
            #""@method": POST"#, #""@target-uri": \#(target)"#, #""content-digest": \#(digest)"#,
            #""content-type": \#(type)"#, #""@signature-params": \#(parameters)"#,
        ].joined(separator: "\n")
        return key.verifies(bytes, Array(base.utf8))
    }
}
