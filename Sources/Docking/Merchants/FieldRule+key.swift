import JSON
import Merchants
import OpenSSL

extension FieldRule where Value == KeyAlgorithm {
    /// What a key is good for.
    static let keyAlgorithm = FieldRule { value in
        value.text.flatMap(KeyAlgorithm.init).map(Reading.value) ?? .refused("must be an algorithm for keys")
    }
}

extension FieldRule where Value == PublicKey {
    /// A SubjectPublicKeyInfo, as PEM or as its base 64 alone.
    static let publicKey = FieldRule { value in
        guard let text = value.text, text.utf8.count <= 4096, let key = try? PublicKey(text: Array(text.utf8)) else {
            return .refused("must be a public key (SPKI) of Ed25519, or of RSA with 2048 to 8192 bits")
        }
        return .value(key)
    }
}
