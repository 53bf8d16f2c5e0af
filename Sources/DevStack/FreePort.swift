import Foundation

/// TCP ports of the loopback addresses that nobody listens on.
package enum FreePort {
    /// Below the range from which the system takes the ports of outgoing connections, and none of them so well known
    /// for something else that Kadock refuses to call it: the demo shop is called at one.
    private static let range = 16_000...25_000

    /// A free port other than those. Somebody may take it a moment later: then nginx does not start, and the
    /// caller asks for another.
    package static func any(excluding excluded: Int...) -> Int {
        let taken = listening()
        var port = Int.random(in: range)
        while taken.contains(port) || excluded.contains(port) { port = Int.random(in: range) }
        return port
    }

    static func isTaken(_ port: Int) -> Bool { listening().contains(port) }

    /// The ports that are listened on (proc(5), net/tcp: state 0A).
    private static func listening() -> Set<Int> {
        var ports: Set<Int> = []
        for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
            guard let bytes = try? Files.read(table) else { continue }
            for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst() {
                let fields = line.split(separator: " ")
                guard fields.count > 3, fields[3] == "0A", let colon = fields[1].lastIndex(of: ":") else { continue }
                if let port = Int(fields[1][fields[1].index(after: colon)...], radix: 16) { ports.insert(port) }
            }
        }
        return ports
    }
}
