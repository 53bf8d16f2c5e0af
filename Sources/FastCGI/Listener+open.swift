import Glibc

extension Listener {
    static func openUnix(_ path: String, _ backlog: CInt) throws(FastCGIFailure) -> CInt {
        let name = "unix:\(path)"
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let text = Array(path.utf8)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard text.count < capacity, !text.contains(0) else {
            throw FastCGIFailure(operation: "bind \(name)", code: ENAMETOOLONG)
        }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: text) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let fd = try open(AF_UNIX, name)
        let isTaken = unsafe withUnsafeBytes(of: &address) { bytes in
            guard let base = bytes.baseAddress else { return false }
            return unsafe connect(fd, base.assumingMemoryBound(to: sockaddr.self), size) == 0
        }
        close(fd)
        guard !isTaken else { throw FastCGIFailure(operation: "bind \(name)", code: EADDRINUSE) }
        unsafe unlink(path)
        let socket = try open(AF_UNIX, name)
        let bound = unsafe withUnsafeBytes(of: &address) { bytes in
            guard let base = bytes.baseAddress else { return CInt(-1) }
            return unsafe bind(socket, base.assumingMemoryBound(to: sockaddr.self), size)
        }
        // The mode is set before anybody can connect: that takes listen().
        guard bound == 0, unsafe chmod(path, 0o660) == 0, listen(socket, backlog) == 0 else {
            throw closing(socket, "bind \(name)")
        }
        return socket
    }

    static func openTCP(_ host: String, _ port: UInt16, _ backlog: CInt) throws(FastCGIFailure) -> CInt {
        let name = ListenerAddress.tcp(host: host, port: port).description
        var hints = unsafe addrinfo()
        unsafe hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        unsafe hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, String(port), &hints, &found) == 0, let entry = unsafe found else {
            throw FastCGIFailure(operation: "resolve \(name)", code: 0)
        }
        defer { unsafe freeaddrinfo(entry) }
        let socket = try open(unsafe entry.pointee.ai_family, name)
        var on: CInt = 1
        unsafe setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<CInt>.size))
        guard unsafe bind(socket, entry.pointee.ai_addr, entry.pointee.ai_addrlen) == 0, listen(socket, backlog) == 0
        else { throw closing(socket, "bind \(name)") }
        return socket
    }

    static func checkInherited() throws(FastCGIFailure) -> CInt {
        var listens: CInt = 0
        var size = socklen_t(MemoryLayout<CInt>.size)
        guard unsafe getsockopt(STDIN_FILENO, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0, listens == 1 else {
            throw FastCGIFailure(operation: "descriptor 0 is not a listening socket", code: 0)
        }
        return STDIN_FILENO
    }

    private static func open(_ family: CInt, _ name: String) throws(FastCGIFailure) -> CInt {
        let fd = socket(family, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard fd >= 0 else { throw FastCGIFailure(operation: "socket \(name)", code: errno) }
        return fd
    }

    private static func closing(_ socket: CInt, _ operation: String) -> FastCGIFailure {
        let failure = FastCGIFailure(operation: operation, code: errno)
        close(socket)
        return failure
    }
}
