/// Where a worker listens for its web server.
package enum ListenerAddress: Sendable, Equatable, CustomStringConvertible {
    /// A unix socket of mode 0660: who may connect may speak for any client.
    case unix(path: String)
    /// TCP inside a private tunnel, never a routable address. Port 0 takes any free one.
    case tcp(host: String, port: UInt16)
    /// A socket that already listens, on descriptor 0: systemd activation, spawn-fcgi.
    case inherited

    /// Reads "unix:PATH", "tcp:HOST:PORT" (an IPv6 host in brackets) or "inherited"; nil for anything else.
    package init?(text: String) {
        if text == "inherited" {
            self = .inherited
        } else if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
            guard !path.isEmpty else { return nil }
            self = .unix(path: path)
        } else if text.hasPrefix("tcp:"), let colon = text.lastIndex(of: ":") {
            let start = text.index(text.startIndex, offsetBy: 4)
            guard start < colon, let port = UInt16(text[text.index(after: colon)...]) else { return nil }
            var host = text[start..<colon]
            if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
            guard !host.isEmpty else { return nil }
            self = .tcp(host: String(host), port: port)
        } else {
            return nil
        }
    }

    package var description: String {
        switch self {
        case .unix(let path): "unix:\(path)"
        case .tcp(let host, let port): host.contains(":") ? "tcp:[\(host)]:\(port)" : "tcp:\(host):\(port)"
        case .inherited: "inherited"
        }
    }
}
