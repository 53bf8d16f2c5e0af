internal import COpenSSL

/// A key that verifies signatures: Ed25519, or RSA with PKCS #1 v1.5 and SHA-256. Used by any number of threads.
package final class PublicKey: Sendable {
    private let handle: KeyHandle
    private let context: SigningContext

    /// What signatures it verifies.
    package var kind: KeyKind { handle.kind }

    init(_ handle: KeyHandle) throws(OpenSSLFailure) {
        self.handle = handle
        context = try SigningContext(handle, .verifying)
    }

    /// Reads a SubjectPublicKeyInfo in PEM. RSA keys have 2048 to 8192 bits.
    /// https://docs.openssl.org/3.0/man3/PEM_read_bio_PUBKEY/
    package convenience init(pem: [UInt8]) throws(OpenSSLFailure) {
        let input = try Memory(pem)
        let key = unsafe PEM_read_bio_PUBKEY(input.pointer, nil, { _, _, _, _ in -1 }, nil)
        try unsafe self.init(KeyHandle("read a public key", adopting: key))
    }

    /// Reads a SubjectPublicKeyInfo in DER, with nothing behind it. https://docs.openssl.org/3.0/man3/d2i_PUBKEY/
    package convenience init(der: [UInt8]) throws(OpenSSLFailure) {
        let operation = "read a public key"
        let (key, consumed) = unsafe der.withUnsafeBufferPointer { bytes in
            var position = bytes.baseAddress
            let key = unsafe d2i_PUBKEY(nil, &position, bytes.count)
            let consumed = unsafe position.flatMap { end in unsafe bytes.baseAddress.map { unsafe end - $0 } }
            return unsafe (key, consumed)
        }
        let handle = try unsafe KeyHandle(operation, adopting: key)
        guard consumed == der.count else { throw OpenSSLFailure(operation, detail: "something follows the key") }
        try self.init(handle)
    }

    /// Takes the 32 bytes of an Ed25519 public key (RFC 8032 §5.1.5).
    package convenience init(rawEd25519 bytes: [UInt8]) throws(OpenSSLFailure) {
        let key = unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count)
        try unsafe self.init(KeyHandle("take an Ed25519 public key", adopting: key))
    }

    /// Whether this key's owner signed this message. Nothing is ever thrown: what cannot be checked is not signed.
    /// https://docs.openssl.org/3.0/man3/EVP_DigestVerify/
    package func verifies(_ signature: [UInt8], _ message: [UInt8]) -> Bool {
        do throws(OpenSSLFailure) {
            let context = try context.copy()
            let status = unsafe EVP_DigestVerify(
                context.pointer, signature, signature.count, message, message.count)
            if status != 1 { ERR_clear_error() }
            return status == 1
        } catch {
            return false
        }
    }

    /// The key as SubjectPublicKeyInfo in PEM.
    package func pem() -> [UInt8] {
        unsafe Memory.written { unsafe PEM_write_bio_PUBKEY($0, handle.pointer) }
    }

    /// The key as SubjectPublicKeyInfo in DER.
    package func der() -> [UInt8] {
        unsafe Memory.written { unsafe i2d_PUBKEY_bio($0, handle.pointer) }
    }

    /// The 32 bytes of an Ed25519 key; nil for RSA.
    package func raw() -> [UInt8]? {
        guard kind == .ed25519 else { return nil }
        var length = 32
        var bytes = [UInt8](repeating: 0, count: length)
        guard unsafe EVP_PKEY_get_raw_public_key(handle.pointer, &bytes, &length) == 1 else { return nil }
        return bytes
    }

    /// The two numbers of an RSA key, big-endian without leading zeros, as a JWK has them (RFC 7518 §6.3.1);
    /// nil for Ed25519.
    package func rsaModulusAndExponent() -> (modulus: [UInt8], exponent: [UInt8])? {
        guard kind == .rsa, let modulus = number(OSSL_PKEY_PARAM_RSA_N), let exponent = number(OSSL_PKEY_PARAM_RSA_E)
        else { return nil }
        return (modulus, exponent)
    }

    /// https://docs.openssl.org/3.0/man3/EVP_PKEY_get_bn_param/
    private func number(_ name: String) -> [UInt8]? {
        var value: OpaquePointer?
        guard unsafe EVP_PKEY_get_bn_param(handle.pointer, name, &value) == 1 else { return nil }
        defer { unsafe BN_free(value) }
        var bytes = [UInt8](repeating: 0, count: unsafe Int(BN_num_bits(value) + 7) / 8)
        unsafe BN_bn2bin(value, &bytes)
        return bytes
    }
}
