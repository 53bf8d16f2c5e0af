package import OpenSSL

extension KeyAlgorithm {
    /// The word for it in the names of keys.
    package var shortName: String {
        switch self {
        case .hmacSHA256: "hmac"
        case .ed25519: "ed25519"
        case .rsaV15SHA256: "rsa"
        case .md5: "md5"
        }
    }

    /// What the merchant's first key of this kind is called: `1001-ed25519`.
    package func firstKeyID(of pid: Int64) -> String { "\(pid)-\(shortName)" }

    /// What a later one is called: `1001-ed25519-5f3c9a01`.
    package func laterKeyID(of pid: Int64) -> String { "\(firstKeyID(of: pid))-\(Hex.encode(SecureRandom.bytes(4)))" }

    /// Whether both sides hold the same secret; else we hold the public half of a pair.
    package var isShared: Bool { pairKind == nil }

    /// The kind of pair whose public half verifies; nil: the key is a shared secret.
    package var pairKind: KeyKind? {
        switch self {
        case .hmacSHA256, .md5: nil
        case .ed25519: .ed25519
        case .rsaV15SHA256: .rsa
        }
    }
}
