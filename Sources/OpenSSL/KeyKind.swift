/// The kinds of key that sign here.
package enum KeyKind: Sendable, Equatable {
    /// Ed25519 (RFC 8032).
    case ed25519
    /// RSA with PKCS #1 v1.5 padding and SHA-256 (RFC 8017 §8.2).
    case rsa
}
