internal import COpenSSL

/// An `EVP_PKEY` with an owner. It never changes once it is made, so all threads may use it at once.
/// https://docs.openssl.org/3.0/man3/EVP_PKEY_new/
@safe
final class KeyHandle: Sendable {
    nonisolated(unsafe) let pointer: OpaquePointer
    let kind: KeyKind

    /// Smaller keys can be broken, larger ones make every signature an attack on our time.
    private static let rsaBits = 2048...8192

    /// Takes over the key, unless it is of no kind that is used here: then it is freed and refused.
    init(_ operation: String, adopting pointer: OpaquePointer?) throws(OpenSSLFailure) {
        let key = try unsafe Owned(operation, pointer, EVP_PKEY_free)
        switch unsafe EVP_PKEY_get_base_id(key.pointer) {
        case EVP_PKEY_ED25519: kind = .ed25519
        case EVP_PKEY_RSA:
            let bits = unsafe Int(EVP_PKEY_get_bits(key.pointer))
            guard Self.rsaBits.contains(bits) else {
                throw OpenSSLFailure(operation, detail: "an RSA key of \(bits) bits")
            }
            kind = .rsa
        default: throw OpenSSLFailure(operation, detail: "neither Ed25519 nor RSA")
        }
        // A second reference for ourselves; `key` gives its own back at the end of this scope.
        unsafe EVP_PKEY_up_ref(key.pointer)
        unsafe self.pointer = key.pointer
    }

    deinit { unsafe EVP_PKEY_free(pointer) }

    /// The algorithm that this kind of key signs a digest of; Ed25519 signs the message itself.
    var digestName: String? { kind == .rsa ? "SHA256" : nil }
}
