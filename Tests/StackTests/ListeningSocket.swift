import FastCGIPeer
import Glibc

/// A listening unix socket to be inherited, as systemd would pass it.
final class ListeningSocket {
    let descriptor: CInt

    init(path: String) throws {
        descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let bound = unsafe withUnsafeBytes(of: &address) { bytes in
            guard let base = bytes.baseAddress else { return CInt(-1) }
            return unsafe bind(descriptor, base.assumingMemoryBound(to: sockaddr.self), size)
        }
        guard bound == 0, listen(descriptor, 16) == 0 else { throw FastCGIPeerFailure(code: errno) }
    }

    deinit { close(descriptor) }
}
