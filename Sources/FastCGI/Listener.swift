import Glibc
import Synchronization

/// A listening socket that never blocks.
package final class Listener: Sendable {
    enum Arrival {
        case connection(CInt)
        case nothing
        /// `accept` failed with this `errno`: out of descriptors or memory, most likely.
        case failed(CInt)
    }

    package let address: ListenerAddress
    let descriptor: CInt
    /// The file a unix socket was bound to: its name may be another's by the time this one stops.
    private let file: FileIdentity?

    /// Binds and listens. A unix socket's old name is taken over if nobody answers there any more.
    ///
    /// - Throws: `FastCGIFailure`, with EADDRINUSE when another process still listens on the unix socket's name.
    package init(_ address: ListenerAddress, backlog: CInt = 1_024) throws(FastCGIFailure) {
        self.address = address
        descriptor =
            switch address {
            case .unix(let path): try Listener.openUnix(path, backlog)
            case .tcp(let host, let port): try Listener.openTCP(host, port, backlog)
            case .inherited: try Listener.checkInherited()
            }
        if case .unix(let path) = address { file = FileIdentity(path: path) } else { file = nil }
        // The flag belongs to the socket, not to the descriptor: processes that share it all have to be ready for it.
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit {
        if address != .inherited { close(descriptor) }
    }

    /// Whether others may go on accepting from the same socket when this process has stopped.
    var isShared: Bool { address == .inherited }

    /// The port of a TCP listener; nil for others.
    package var port: UInt16? {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let named = unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            guard let base = bytes.baseAddress else { return CInt(-1) }
            return unsafe getsockname(descriptor, base.assumingMemoryBound(to: sockaddr.self), &size)
        }
        guard named == 0, CInt(storage.ss_family) == AF_INET || CInt(storage.ss_family) == AF_INET6 else { return nil }
        // The port is at the same place in both families, in network order.
        return unsafe withUnsafeBytes(of: &storage) {
            unsafe UInt16(bigEndian: $0.load(fromByteOffset: 2, as: UInt16.self))
        }
    }

    /// Takes one waiting connection. It blocks on reads and writes, for at most `silenceMilliseconds` each.
    func accept(silenceMilliseconds: Int) -> Arrival {
        while true {
            let fd = Glibc.accept(descriptor, nil, nil)
            if fd >= 0 {
                _ = fcntl(fd, F_SETFD, FD_CLOEXEC)
                var limit = timeval(tv_sec: silenceMilliseconds / 1_000, tv_usec: silenceMilliseconds % 1_000 * 1_000)
                let size = socklen_t(MemoryLayout<timeval>.size)
                unsafe setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
                unsafe setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
                if case .tcp = address {
                    var on: CInt = 1
                    unsafe setsockopt(fd, CInt(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<CInt>.size))
                }
                return .connection(fd)
            }
            switch errno {
            case EINTR, ECONNABORTED: continue
            case EAGAIN: return .nothing
            default: return .failed(errno)
            }
        }
    }

    /// Whether a connection waits to be accepted.
    var hasArrival: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&entry, 1, 0) > 0
    }

    /// Makes new connections fail at once, so that the web server asks another worker even for a POST. Those already
    /// waiting can still be accepted. An inherited socket is left alone: its backlog waits for the next process.
    func withdraw() {
        guard case .unix(let path) = address, let file, FileIdentity(path: path) == file else { return }
        unsafe unlink(path)
    }
}
