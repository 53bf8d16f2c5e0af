internal import COpenSSL

/// Slow hashes of passwords (RFC 7914). https://docs.openssl.org/3.0/man3/EVP_PBE_scrypt/
package enum Scrypt {
    /// Derives `length` bytes. One call needs 128 · n · r bytes of memory (16 MiB as set) and tens of milliseconds:
    /// callers bound how many run at once. Throws for parameters that RFC 7914 §6 forbids or beyond 64 MiB.
    package static func derive(
        password: [UInt8], salt: [UInt8], n: UInt64 = 16_384, r: UInt64 = 8, p: UInt64 = 1, length: Int = 32
    ) throws(OpenSSLFailure) -> [UInt8] {
        guard length > 0 else { throw OpenSSLFailure("scrypt", detail: "no length") }
        var key = [UInt8](repeating: 0, count: length)
        // A null password would ask whether the parameters are legal, and an empty array may pass one.
        let secret = password.isEmpty ? [0] : password
        let isDone = unsafe secret.withUnsafeBytes { bytes in
            unsafe EVP_PBE_scrypt(
                bytes.assumingMemoryBound(to: CChar.self).baseAddress, password.count, salt, salt.count,
                n, r, p, 64 << 20, &key, length) == 1
        }
        guard isDone else { throw .last("scrypt") }
        return key
    }
}
