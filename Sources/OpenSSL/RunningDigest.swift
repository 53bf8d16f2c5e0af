internal import COpenSSL

/// The SHA-256 of a message that comes in pieces. https://docs.openssl.org/3.0/man3/EVP_DigestInit/
@safe package final class RunningDigest {
    private let context: OpaquePointer

    package init() {
        guard let made = unsafe EVP_MD_CTX_new(), unsafe EVP_DigestInit_ex2(made, EVP_sha256(), nil) == 1 else {
            preconditionFailure("OpenSSL lacks SHA-256 or memory")
        }
        unsafe context = made
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    package func add(_ bytes: [UInt8]) {
        let isDone = unsafe EVP_DigestUpdate(context, bytes, bytes.count) == 1
        precondition(isDone, "a digest goes on after its end")
    }

    /// 32 bytes; nothing can be added then.
    package func finish() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 32) { output, count in
            let isDone = unsafe EVP_DigestFinal_ex(context, output.baseAddress, nil) == 1
            precondition(isDone, "a digest ends twice")
            count = 32
        }
    }
}
