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
}
