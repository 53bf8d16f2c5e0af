/// One OpenSSL object with a scope as its owner: freed when the scope ends, whichever way.
@safe
struct Owned: ~Copyable {
    let pointer: OpaquePointer
    private let release: (OpaquePointer?) -> Void

    /// Takes over what OpenSSL allocated; nil becomes a failure with the reason from its error queue.
    init(
        _ operation: String, _ pointer: OpaquePointer?, _ release: @escaping (OpaquePointer?) -> Void
    ) throws(OpenSSLFailure) {
        guard let pointer = unsafe pointer else { throw .last(operation) }
        unsafe self.pointer = pointer
        unsafe self.release = release
    }

    deinit { unsafe release(pointer) }
}
