internal import COpenSSL

/// Unpredictable bytes for keys, nonces and tokens. https://docs.openssl.org/3.0/man3/RAND_bytes/
package enum SecureRandom {
    /// So many bytes. A generator that fails is no state to go on in: the process stops.
    package static func bytes(_ count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { output, filled in
            let isDone = unsafe RAND_bytes(output.baseAddress, CInt(count)) == 1
            precondition(isDone, "no randomness")
            filled = count
        }
    }
}
