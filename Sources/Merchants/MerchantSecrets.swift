package import OpenSSL

/// The keys drawn for a new merchant: the only moment at which all its secrets are in one hand. The database gets the
/// shared ones and the public halves of the others.
package struct MerchantSecrets: Sendable {
    /// epay V1: 32 hexadecimal digits, as shops write it into their settings.
    package let md5Key: String
    /// 32 random bytes.
    package let hmacKey: [UInt8]
    package let ed25519: PrivateKey
    /// 2,048 bits.
    package let rsa: PrivateKey

    /// Draws all four. RSA takes some tens of milliseconds.
    package static func draw() throws(OpenSSLFailure) -> MerchantSecrets {
        MerchantSecrets(
            md5Key: Hex.encode(SecureRandom.bytes(16)), hmacKey: SecureRandom.bytes(32),
            ed25519: try PrivateKey.generateEd25519(), rsa: try PrivateKey.generateRSA(bits: 2048))
    }

    /// What is kept of them.
    func keys(of merchant: Merchant) -> [MerchantKey] {
        func key(_ algorithm: KeyAlgorithm, _ material: [UInt8]) -> MerchantKey {
            MerchantKey(
                keyID: algorithm.firstKeyID(of: merchant.pid), merchant: merchant.id, algorithm: algorithm,
                material: material)
        }
        return [
            key(.md5, Array(md5Key.utf8)), key(.hmacSHA256, hmacKey), key(.ed25519, ed25519.publicKey.pem()),
            key(.rsaV15SHA256, rsa.publicKey.pem()),
        ]
    }
}
