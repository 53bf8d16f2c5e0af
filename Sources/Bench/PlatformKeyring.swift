import JSON
package import OpenSSL

/// The platform's public keys, as anybody may ask for them.
package enum PlatformKeyring {
    /// The key that webhooks are signed with.
    package static func webhookKey(_ context: TLSContext, _ address: ServiceAddress) throws(LoadFailure) -> PublicKey {
        let connection = HTTPConnection(context: context, host: address.host, port: address.port)
        defer { connection.close() }
        do {
            let answer = try connection.exchange(
                Array("GET /v1/keys HTTP/1.1\r\nHost: \(address.authority)\r\n\r\n".utf8))
            guard case .array(let keys)? = try JSONReader.parse(answer.body)["keys"] else {
                throw LoadFailure("/v1/keys shows no keys")
            }
            for key in keys {
                if case .string("Ed25519")? = key["crv"], case .string(let text)? = key["x"],
                    let point = Base64.decodeURL(text)
                {
                    return try PublicKey(rawEd25519: point)
                }
            }
            throw LoadFailure("/v1/keys shows no Ed25519 key")
        } catch let failure as LoadFailure {
            throw failure
        } catch {
            throw LoadFailure("cannot read /v1/keys: \(error)")
        }
    }
}
