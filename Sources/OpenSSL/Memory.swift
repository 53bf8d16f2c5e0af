internal import COpenSSL

/// A memory BIO: how OpenSSL reads from and writes to bytes. https://docs.openssl.org/3.0/man3/BIO_s_mem/
@safe
struct Memory: ~Copyable {
    let pointer: OpaquePointer

    /// For OpenSSL to write into, or to read a copy of these bytes from.
    init(_ bytes: [UInt8] = []) throws(OpenSSLFailure) {
        guard let bio = unsafe BIO_new(BIO_s_mem()) else { throw .last("make a buffer") }
        let size = CInt(clamping: bytes.count)
        guard unsafe bytes.isEmpty || BIO_write(bio, bytes, size) == bytes.count else {
            unsafe BIO_free_all(bio)
            throw .last("fill a buffer")
        }
        unsafe pointer = bio
    }

    deinit { unsafe BIO_free_all(pointer) }

    /// What has been written.
    var bytes: [UInt8] {
        var start: UnsafeMutablePointer<CChar>?
        let count = unsafe kadock_bio_bytes(pointer, &start)
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: max(0, count)))
    }

    /// What this writes. Memory that is used up is the only way to fail, and no state to go on in.
    static func written(_ write: (OpaquePointer) -> CInt) -> [UInt8] {
        do throws(OpenSSLFailure) {
            let output = try Memory()
            guard unsafe write(output.pointer) == 1 else { throw .last("write a key") }
            return output.bytes
        } catch {
            preconditionFailure("OpenSSL cannot \(error.operation): \(error.detail)")
        }
    }
}
