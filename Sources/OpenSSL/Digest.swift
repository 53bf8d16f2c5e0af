internal import COpenSSL

/// Hashes of whole messages. https://docs.openssl.org/3.0/man3/EVP_DigestInit/
package enum Digest {
    nonisolated(unsafe) private static let sha256Algorithm = unsafe EVP_MD_fetch(nil, "SHA256", nil)
    nonisolated(unsafe) private static let md5Algorithm = unsafe EVP_MD_fetch(nil, "MD5", nil)

    /// SHA-256 (FIPS 180-4), 32 bytes.
    package static func sha256(_ message: [UInt8]) -> [UInt8] {
        unsafe compute(sha256Algorithm, 32, message)
    }

    /// MD5 (RFC 1321), 16 bytes: for old protocols that demand it, never as protection by itself.
    package static func md5(_ message: [UInt8]) -> [UInt8] {
        unsafe compute(md5Algorithm, 16, message)
    }

    private static func compute(_ algorithm: OpaquePointer?, _ size: Int, _ message: [UInt8]) -> [UInt8] {
        let contexts = ThreadContexts.current
        return unsafe [UInt8](unsafeUninitializedCapacity: size) { output, count in
            let isDone =
                unsafe EVP_DigestInit_ex2(contexts.digest, algorithm, nil) == 1
                && EVP_DigestUpdate(contexts.digest, message, message.count) == 1
                && EVP_DigestFinal_ex(contexts.digest, output.baseAddress, nil) == 1
            precondition(isDone, "OpenSSL lacks this digest")
            count = size
        }
    }
}
