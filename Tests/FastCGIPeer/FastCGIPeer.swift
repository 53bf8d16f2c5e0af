import Glibc

/// The web server's end of a FastCGI connection, on a raw socket: what tests attack workers with.
package final class FastCGIPeer {
    package enum Outcome: Equatable {
        /// What came on STDOUT up to END_REQUEST.
        case answered(String)
        /// The connection ended before an END_REQUEST.
        case closed
        /// Nothing for as long as the test is willing to wait.
        case silent
    }

    private let descriptor: CInt
    private var received: [UInt8] = []

    package init(path: String) throws {
        descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = unsafe withUnsafeBytes(of: &address) { bytes in
            guard let base = bytes.baseAddress else { return CInt(-1) }
            return unsafe connect(descriptor, base.assumingMemoryBound(to: sockaddr.self), size)
        }
        guard result == 0 else { throw FastCGIPeerFailure(code: errno) }
        limitWaiting()
    }

    package init(port: UInt16) throws {
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = unsafe withUnsafeBytes(of: &address) { bytes in
            guard let base = bytes.baseAddress else { return CInt(-1) }
            return unsafe connect(descriptor, base.assumingMemoryBound(to: sockaddr.self), size)
        }
        guard result == 0 else { throw FastCGIPeerFailure(code: errno) }
        limitWaiting()
    }

    deinit { close(descriptor) }

    /// Whether everything could be sent: false once the other end is closed.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// No more will be sent, as when the web server dies.
    package func endSending() { shutdown(descriptor, CInt(SHUT_WR)) }

    package func receive() -> Outcome {
        var output: [UInt8] = []
        while true {
            while received.count >= 8 {
                let contentBytes = Int(received[4]) << 8 | Int(received[5])
                let total = 8 + contentBytes + Int(received[6])
                guard received.count >= total else { break }
                let type = received[1]
                if type == 6 { output += received[8..<8 + contentBytes] }
                received.removeFirst(total)
                if type == 3 { return .answered(String(decoding: output, as: UTF8.self)) }
            }
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { return count < 0 && errno == EAGAIN ? .silent : .closed }
            received += chunk[..<count]
        }
    }

    private func limitWaiting() {
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    }
}
