internal import Glibc

/// A TCP socket of a client, as a bare descriptor for OpenSSL to read and write.
enum ClientSocket {
    /// Tries the host's addresses one after the other. No delay of small packets; silence ends after the time-out.
    static func open(host: String, port: Int, timeoutMilliseconds: Int) throws(TLSFailure) -> CInt {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        unsafe hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let status = unsafe getaddrinfo(host, String(port), &hints, &found)
        guard status == 0 else {
            throw TLSFailure(.connect, "\(host): \(unsafe String(cString: gai_strerror(status)))")
        }
        defer { unsafe freeaddrinfo(found) }
        var reason = "no address"
        var next = unsafe found
        while let address = unsafe next {
            let descriptor = unsafe socket(
                address.pointee.ai_family, address.pointee.ai_socktype | CInt(SOCK_CLOEXEC.rawValue),
                address.pointee.ai_protocol)
            if descriptor >= 0 {
                prepare(descriptor, timeoutMilliseconds: timeoutMilliseconds)
                if unsafe connect(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0 {
                    return descriptor
                }
                reason = describe(errno)
                close(descriptor)
            } else {
                reason = describe(errno)
            }
            unsafe next = address.pointee.ai_next
        }
        throw TLSFailure(.connect, "\(host):\(port): \(reason)")
    }

    static func close(_ descriptor: CInt) {
        _ = Glibc.close(descriptor)
    }

    static func describe(_ code: CInt) -> String {
        // Safe between threads since glibc 2.32.
        unsafe String(cString: strerror(code))
    }

    private static func prepare(_ descriptor: CInt, timeoutMilliseconds: Int) {
        var on: CInt = 1
        _ = unsafe setsockopt(
            descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<CInt>.size))
        var limit = timeval(
            tv_sec: timeoutMilliseconds / 1_000, tv_usec: (timeoutMilliseconds % 1_000) * 1_000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        // SO_SNDTIMEO bounds connect(2) too (socket(7)).
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    }
}
