/// What a key is good for. A signature is checked with the algorithm of the stored key, never with one it names itself.
package enum KeyAlgorithm: String, Sendable {
    /// RFC 9421 `hmac-sha256`; the material is the shared secret.
    case hmacSHA256 = "hmac-sha256"
    /// RFC 9421 `ed25519`; the material is a PEM of the public key.
    case ed25519 = "ed25519"
    /// RFC 9421 `rsa-v1_5-sha256`, also epay V2; the material is a PEM of the public key.
    case rsaV15SHA256 = "rsa-v1_5-sha256"
    /// epay V1; the material is the shared key as the shop writes it.
    case md5
}
