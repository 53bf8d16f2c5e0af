internal import COpenSSL

/// The SHA-256 of a message that comes in pieces. https://docs.openssl.org/3.0/man3/EVP_DigestInit/
@safe
package final class RunningDigest {
    private let context: OpaquePointer

    package init() {
        guard let made = unsafe EVP_MD_CTX_new(), unsafe EVP_DigestInit_ex2(made, EVP_sha256(), nil) == 1 else {
            preconditionFailure("OpenSSL lacks this digest or has no memory")
        }
        unsafe context = made
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Adds the next piece.
    package func add(_ piece: [UInt8]) {
        let isDone = unsafe EVP_DigestUpdate(context, piece, piece.count) == 1
        precondition(isDone, "a digest that is finished goes on")
    }

    /// The 32 bytes of all pieces; nothing can be added any more.
    package func finish() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 32) { output, count in
            let isDone = unsafe EVP_DigestFinal_ex(context, output.baseAddress, nil) == 1
            precondition(isDone, "a digest is finished twice")
            count = 32
        }
    }
}
