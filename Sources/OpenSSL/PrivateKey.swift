internal import COpenSSL

/// A key that signs: Ed25519, or RSA with PKCS #1 v1.5 and SHA-256. Used by any number of threads at once.
package final class PrivateKey: Sendable {
    private let handle: KeyHandle
    private let context: SigningContext
    /// The half that may be shown.
    package let publicKey: PublicKey

    /// What signatures it makes.
    package var kind: KeyKind { handle.kind }

    private init(_ handle: KeyHandle) throws(OpenSSLFailure) {
        self.handle = handle
        context = try SigningContext(handle, .signing)
        publicKey = try PublicKey(handle)
    }

    /// Reads an unencrypted key (PKCS #8, or PKCS #1 for RSA). RSA keys have 2048 to 8192 bits.
    /// https://docs.openssl.org/3.0/man3/PEM_read_bio_PrivateKey/
    package convenience init(pem: [UInt8]) throws(OpenSSLFailure) {
        let input = try Memory(pem)
        // Without this callback OpenSSL asks for the passphrase of an encrypted key at the terminal.
        let key = unsafe PEM_read_bio_PrivateKey(input.pointer, nil, { _, _, _, _ in -1 }, nil)
        try unsafe self.init(KeyHandle("read a private key", adopting: key))
    }

    /// Takes the 32 bytes of an Ed25519 secret key (RFC 8032 §5.1.5).
    package convenience init(rawEd25519 secret: [UInt8]) throws(OpenSSLFailure) {
        let key = unsafe EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, secret, secret.count)
        try unsafe self.init(KeyHandle("take an Ed25519 secret", adopting: key))
    }

    /// The 32 bytes of an Ed25519 secret key; nil for the other kind.
    package var rawEd25519: [UInt8]? {
        guard kind == .ed25519 else { return nil }
        var length = 32
        var secret = [UInt8](repeating: 0, count: length)
        let status = unsafe EVP_PKEY_get_raw_private_key(handle.pointer, &secret, &length)
        return status == 1 && length == secret.count ? secret : nil
    }

    /// A new Ed25519 key.
    package static func generateEd25519() throws(OpenSSLFailure) -> PrivateKey {
        try unsafe PrivateKey(KeyHandle("generate an Ed25519 key", adopting: kadock_ed25519_generate()))
    }

    /// A new RSA key. It takes a tenth of a second or several.
    package static func generateRSA(bits: Int = 2048) throws(OpenSSLFailure) -> PrivateKey {
        guard let bits = UInt32(exactly: bits) else { throw OpenSSLFailure("generate an RSA key", detail: "bits") }
        return try unsafe PrivateKey(KeyHandle("generate an RSA key", adopting: kadock_rsa_generate(bits)))
    }

    /// Signs: 64 bytes for Ed25519, as many as the modulus has for RSA.
    /// https://docs.openssl.org/3.0/man3/EVP_DigestSign/
    package func sign(_ message: [UInt8]) throws(OpenSSLFailure) -> [UInt8] {
        let context = try context.copy()
        var length = unsafe Int(EVP_PKEY_get_size(handle.pointer))
        var signature = [UInt8](repeating: 0, count: length)
        guard unsafe EVP_DigestSign(context.pointer, &signature, &length, message, message.count) == 1 else {
            throw .last("sign")
        }
        signature.removeLast(signature.count - length)
        return signature
    }

    /// The key as unencrypted PKCS #8.
    package func pem() -> [UInt8] {
        unsafe Memory.written { unsafe PEM_write_bio_PKCS8PrivateKey($0, handle.pointer, nil, nil, 0, nil, nil) }
    }
}
