package import Merchants
package import OpenSSL

/// What verifies a merchant's signatures. It knows its one algorithm, so that no request can choose another for it:
/// a public key taken for an HMAC secret is the classic forgery.
package enum VerificationKey: Sendable {
    case hmacSHA256(secret: [UInt8])
    case ed25519(PublicKey)
    case rsaV15SHA256(PublicKey)

    /// A stored key made ready; nil for one of the epay protocol, for damaged material, for a secret that is still
    /// sealed, and for material that is not of the kind its algorithm needs.
    package init?(_ key: MerchantKey) {
        guard key.sealVersion == nil else { return nil }
        switch key.algorithm {
        case .hmacSHA256:
            guard !key.material.isEmpty else { return nil }
            // A copy of its own: where it lies in memory, which can be timed, does not tell how the key was read.
            self = .hmacSHA256(secret: key.material.map(\.self))
        case .ed25519:
            guard let publicKey = try? PublicKey(pem: key.material), publicKey.kind == .ed25519 else { return nil }
            self = .ed25519(publicKey)
        case .rsaV15SHA256:
            guard let publicKey = try? PublicKey(pem: key.material), publicKey.kind == .rsa else { return nil }
            self = .rsaV15SHA256(publicKey)
        case .md5: return nil
        }
    }

    /// The algorithm's name in the registry of RFC 9421 §6.2.
    var algorithm: String {
        switch self {
        case .hmacSHA256: "hmac-sha256"
        case .ed25519: "ed25519"
        case .rsaV15SHA256: "rsa-v1_5-sha256"
        }
    }

    func verifies(_ signature: [UInt8], _ base: [UInt8]) -> Bool {
        switch self {
        case .hmacSHA256(let secret): constantTimeEqual(HMAC.sha256(key: secret, base), signature)
        case .ed25519(let key), .rsaV15SHA256(let key): key.verifies(signature, base)
        }
    }
}
