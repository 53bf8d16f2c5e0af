internal import COpenSSL

/// Equality of secrets, in a time that depends on their lengths only.
/// https://docs.openssl.org/3.0/man3/CRYPTO_memcmp/
package func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    unsafe (left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0)
}
