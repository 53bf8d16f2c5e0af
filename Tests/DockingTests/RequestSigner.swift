import OpenSSL
import Threading

@testable import Docking

/// A merchant's side of RFC 9421, written by hand beside the product's: the signature base is put together here from
/// strings. Every property can be made wrong.
struct RequestSigner {
    enum Key {
        case hmac([UInt8])
        case pair(PrivateKey)
    }

    var key: Key
    var keyID: String
    var label = "sig"
    var algorithm: String?
    var created: Int64 = 1_700_000_000
    var expires: Int64?
    var nonce: String? = "n-1"
    /// nil: everything that there is.
    var cover: [String]?

    static let base = "https://pay.example:8443"

    func signed(
        _ method: String, _ target: String, body: String? = nil, headers: [(name: String, value: String)] = []
    ) throws -> Request {
        try signed(method, target, bytes: body.map { Array($0.utf8) }, headers: headers)
    }

    func signed(
        _ method: String, _ target: String, bytes: [UInt8]?, headers: [(name: String, value: String)] = []
    ) throws -> Request {
        var fields = headers
        if let bytes {
            fields.append(("content-type", "application/json"))
            fields.append(("content-digest", "sha-256=:\(Base64.encode(Digest.sha256(bytes))):"))
        }
        let (input, signature) = try sign(method, target, fields)
        fields.append(("signature-input", input))
        fields.append(("signature", signature))
        return Request(
            method: method, target: target, headers: Headers(fields), body: .whole(bytes ?? []),
            remoteAddress: "192.0.2.1", requestID: "r-1", isInternal: false, deadline: .milliseconds(60_000))
    }

    /// The two header values.
    func sign(
        _ method: String, _ target: String, _ fields: [(name: String, value: String)]
    ) throws -> (input: String, signature: String) {
        let cover = cover ?? ["@method", "@target-uri"] + fields.map(\.name)
        var parameters = "(" + cover.map { "\"\($0)\"" }.joined(separator: " ") + ");created=\(created)"
        parameters += ";keyid=\"\(keyID)\""
        if let nonce { parameters += ";nonce=\"\(nonce)\"" }
        if let algorithm { parameters += ";alg=\"\(algorithm)\"" }
        if let expires { parameters += ";expires=\(expires)" }
        var lines = cover.map { name in
            switch name {
            case "@method": "\"@method\": \(method)"
            case "@target-uri": "\"@target-uri\": \(Self.base)\(target)"
            default: "\"\(name)\": \(fields.first { $0.name == name }?.value ?? "")"
            }
        }
        lines.append("\"@signature-params\": \(parameters)")
        let base = Array(lines.joined(separator: "\n").utf8)
        let signature =
            switch key {
            case .hmac(let secret): HMAC.sha256(key: secret, base)
            case .pair(let key): try key.sign(base)
            }
        return ("\(label)=\(parameters)", "\(label)=:\(Base64.encode(signature)):")
    }
}
