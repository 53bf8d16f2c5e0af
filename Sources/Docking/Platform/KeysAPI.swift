import JSON
import OpenSSL

/// `GET /v1/keys`: our public keys as a JWK set (RFC 7517; RFC 8037 for Ed25519).
struct KeysAPI: AnsweringEndpoint {
    let method = "GET"
    let path = PathPattern("/v1/keys")
    let access = Access.everybody
    let takesLong = false
    private let document: Response

    init(_ keys: [PlatformKey]) {
        document = .json(200) { writer in
            writer.array("keys") { writer in
                for key in keys { writer.object { key.write(into: &$0) } }
            }
        }
    }

    func answer(_ call: Call) throws(Problem) -> Response { document }
}

extension PlatformKey {
    fileprivate func write(into writer: inout JSONWriter) {
        if let point = key.raw() {
            writer.field("kty", "OKP")
            writer.field("crv", "Ed25519")
            writer.field("x", Base64.encodeURL(point))
            writer.field("alg", "EdDSA")
        } else if let (modulus, exponent) = key.rsaModulusAndExponent() {
            writer.field("kty", "RSA")
            writer.field("n", Base64.encodeURL(modulus))
            writer.field("e", Base64.encodeURL(exponent))
            writer.field("alg", "RS256")
        }
        writer.field("use", "sig")
        writer.field("kid", keyID)
    }
}
