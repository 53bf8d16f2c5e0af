internal import COpenSSL

/// Keyed hashes (RFC 2104). https://docs.openssl.org/3.0/man7/EVP_MAC-HMAC/
package enum HMAC {
    /// HMAC with SHA-256, 32 bytes. A key may have any length but zero, for a check against an empty key
    /// protects nothing: that is a `precondition`.
    package static func sha256(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        precondition(!key.isEmpty, "an HMAC without a key")
        let contexts = ThreadContexts.current
        return unsafe [UInt8](unsafeUninitializedCapacity: 32) { output, count in
            let isDone =
                unsafe EVP_MAC_init(contexts.hmac, key, key.count, nil) == 1
                && EVP_MAC_update(contexts.hmac, message, message.count) == 1
                && EVP_MAC_final(contexts.hmac, output.baseAddress, &count, 32) == 1
            precondition(isDone && count == 32, "HMAC with SHA-256 failed")
        }
    }
}
