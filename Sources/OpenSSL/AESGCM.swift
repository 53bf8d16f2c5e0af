internal import COpenSSL

/// Authenticated encryption: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce.
/// https://docs.openssl.org/3.0/man3/EVP_EncryptInit/#gcm-and-ocb-modes
package enum AESGCM {
    /// Bytes that sealing adds: 12 of nonce in front, 16 of tag behind.
    package static let overhead = nonceSize + tagSize
    private static let keySize = 32
    private static let nonceSize = 12
    private static let tagSize = 16
    nonisolated(unsafe) private static let cipher = unsafe EVP_CIPHER_fetch(nil, "AES-256-GCM", nil)

    /// Encrypts: nonce ‖ cipher text ‖ tag. A key of 32 bytes serves 2^32 messages at most.
    package static func seal(
        _ plain: [UInt8], key: [UInt8], associated: [UInt8] = []
    ) throws(OpenSSLFailure) -> [UInt8] {
        let operation = "AES-GCM seal"
        try check(operation, key, plain.count + associated.count)
        let nonce = SecureRandom.bytes(nonceSize)
        let context = try unsafe Owned(operation, EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free)
        let pointer = unsafe context.pointer
        var length: CInt = 0
        var text = [UInt8](repeating: 0, count: plain.count + 1)
        var tag = [UInt8](repeating: 0, count: tagSize)
        let isDone =
            unsafe EVP_EncryptInit_ex2(pointer, cipher, key, nonce, nil) == 1
            && EVP_EncryptUpdate(pointer, nil, &length, associated, CInt(associated.count)) == 1
            && EVP_EncryptUpdate(pointer, &text, &length, plain, CInt(plain.count)) == 1
            && EVP_EncryptFinal_ex(pointer, nil, &length) == 1
            && EVP_CIPHER_CTX_ctrl(pointer, EVP_CTRL_AEAD_GET_TAG, CInt(tagSize), &tag) == 1
        guard isDone else { throw .last(operation) }
        return nonce + text.prefix(plain.count) + tag
    }

    /// Decrypts what `seal` made. Throws, and gives nothing away, if a bit of it, of the key or of the associated
    /// bytes is different.
    package static func open(
        _ sealed: [UInt8], key: [UInt8], associated: [UInt8] = []
    ) throws(OpenSSLFailure) -> [UInt8] {
        let operation = "AES-GCM open"
        guard sealed.count >= overhead else { throw OpenSSLFailure(operation, detail: "too short") }
        let nonce = Array(sealed.prefix(nonceSize))
        let cipherText = Array(sealed.dropFirst(nonceSize).dropLast(tagSize))
        var tag = Array(sealed.suffix(tagSize))
        try check(operation, key, sealed.count + associated.count)
        let context = try unsafe Owned(operation, EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free)
        let pointer = unsafe context.pointer
        var length: CInt = 0
        var plain = [UInt8](repeating: 0, count: cipherText.count + 1)
        let isGenuine =
            unsafe EVP_DecryptInit_ex2(pointer, cipher, key, nonce, nil) == 1
            && EVP_DecryptUpdate(pointer, nil, &length, associated, CInt(associated.count)) == 1
            && EVP_DecryptUpdate(pointer, &plain, &length, cipherText, CInt(cipherText.count)) == 1
            && EVP_CIPHER_CTX_ctrl(pointer, EVP_CTRL_AEAD_SET_TAG, CInt(tagSize), &tag) == 1
            && EVP_DecryptFinal_ex(pointer, nil, &length) == 1
        guard isGenuine else { throw .last(operation) }
        plain.removeLast()
        return plain
    }

    private static func check(
        _ operation: String, _ key: [UInt8], _ size: Int
    ) throws(OpenSSLFailure) {
        guard key.count == keySize else { throw OpenSSLFailure(operation, detail: "the key is not 32 bytes") }
        guard size < Int(CInt.max) else { throw OpenSSLFailure(operation, detail: "too long") }
    }
}
