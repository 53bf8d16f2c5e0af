package import OpenSSL

/// A payer's six digits, as they are kept: scrypt (RFC 7914) with N = 2^14, r = 8, p = 1 over 16 random bytes of salt.
package struct PIN: Equatable, Sendable {
    package let salt: [UInt8]
    package let hash: [UInt8]

    package init(salt: [UInt8], hash: [UInt8]) {
        self.salt = salt
        self.hash = hash
    }

    /// Whether this is a PIN at all: six digits, of ASCII.
    package static func isWellFormed(_ text: String) -> Bool {
        text.utf8.count == 6 && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    }

    /// Hashes new digits. Takes about 50 ms and 16 MiB: callers limit how many run at once.
    package init(digits: String) throws(OpenSSLFailure) {
        salt = SecureRandom.bytes(16)
        hash = try Self.derive(digits, salt)
    }

    /// Whether these are the digits, compared in constant time.
    package func matches(_ digits: String) throws(OpenSSLFailure) -> Bool {
        constantTimeEqual(try Self.derive(digits, salt), hash)
    }

    private static func derive(_ digits: String, _ salt: [UInt8]) throws(OpenSSLFailure) -> [UInt8] {
        try Scrypt.derive(password: Array(digits.utf8), salt: salt, n: 16_384, r: 8, p: 1, length: 32)
    }
}
