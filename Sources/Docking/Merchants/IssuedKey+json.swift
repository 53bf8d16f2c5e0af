import JSON
import Merchants
import OpenSSL

extension IssuedKey {
    /// Writes the key with what is told of it once: a shared secret, or the private half of a pair that was drawn.
    func write(into writer: inout JSONWriter) {
        key.write(into: &writer)
        writer.field("secret", secret)
        writer.field("private_key", privateKey.map { String(decoding: $0.pem(), as: UTF8.self) })
    }

    /// As the merchant writes it into its settings: text for epay, base 64 of the raw bytes for HMAC.
    private var secret: String? {
        switch key.algorithm {
        case .hmacSHA256: Base64.encode(key.material)
        case .md5: String(decoding: key.material, as: UTF8.self)
        case .ed25519, .rsaV15SHA256: nil
        }
    }
}
