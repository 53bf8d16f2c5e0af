import OpenSSL
package import Values

/// Writes signed POST requests of one merchant to one path: RFC 9421 with HMAC-SHA-256, RFC 9530 for the body.
///
/// All that does not change from request to request is put into bytes once, because the load generator shares its
/// processors with what it measures.
package struct SignedPost: Sendable {
    private static let components = #"("@method" "@target-uri" "content-digest" "content-type""#

    private let secret: [UInt8]
    /// The request line and the headers up to the digest's value.
    private let requestHead: [UInt8]
    /// The signature base up to the digest's value.
    private let baseHead: [UInt8]
    private let keyParameters: [UInt8]

    package init(to address: ServiceAddress, path: String, key: SigningKey) {
        secret = key.secret
        requestHead = Array(
            """
            POST \(path) HTTP/1.1\r
            Host: \(address.authority)\r
            Content-Type: application/json\r
            Content-Digest: sha-256=:
            """.utf8)
        baseHead = Array(
            """
            "@method": POST
            "@target-uri": \(address.baseURL)\(path)
            "content-digest": sha-256=:
            """.utf8)
        keyParameters = Array(#";keyid="\#(key.keyID)";alg="hmac-sha256";nonce=""#.utf8)
    }

    /// One request, head and body. The nonce is of letters and digits, and the same nonce with the same body is a
    /// repetition; an idempotency key is for the paths that want one.
    package func request(body: [UInt8], nonce: String, created: Timestamp, idempotencyKey: String? = nil) -> [UInt8] {
        let digest = Base64.encode(Digest.sha256(body))
        let parameters = signatureParameters(nonce: nonce, created: created, hasKey: idempotencyKey != nil)
        let signature = Base64.encode(
            HMAC.sha256(key: secret, signatureBase(digest, parameters, idempotencyKey)))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(requestHead.count + parameters.count + body.count + 256)
        bytes += requestHead
        bytes += digest.utf8
        if let idempotencyKey {
            bytes += ":\r\nIdempotency-Key: ".utf8
            bytes += idempotencyKey.utf8
            bytes += "\r\nSignature-Input: kadock=".utf8
        } else {
            bytes += ":\r\nSignature-Input: kadock=".utf8
        }
        bytes += parameters
        bytes += "\r\nSignature: kadock=:".utf8
        bytes += signature.utf8
        bytes += ":\r\nContent-Length: ".utf8
        bytes += String(body.count).utf8
        bytes += "\r\n\r\n".utf8
        bytes += body
        return bytes
    }

    /// `("@method" …);created=…;keyid="…";alg="hmac-sha256";nonce="…"`
    private func signatureParameters(nonce: String, created: Timestamp, hasKey: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        bytes += Self.components.utf8
        bytes += (hasKey ? #" "idempotency-key");created="# : ");created=").utf8
        bytes += String(created.microseconds / 1_000_000).utf8
        bytes += keyParameters
        bytes += nonce.utf8
        bytes.append(UInt8(ascii: "\""))
        return bytes
    }

    private func signatureBase(_ digest: String, _ parameters: [UInt8], _ idempotencyKey: String?) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(baseHead.count + parameters.count + 256)
        bytes += baseHead
        bytes += digest.utf8
        bytes += ":\n\"content-type\": application/json\n".utf8
        if let idempotencyKey {
            bytes += "\"idempotency-key\": ".utf8
            bytes += idempotencyKey.utf8
            bytes.append(UInt8(ascii: "\n"))
        }
        bytes += "\"@signature-params\": ".utf8
        bytes += parameters
        return bytes
    }
}
