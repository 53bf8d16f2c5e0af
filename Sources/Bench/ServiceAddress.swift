/// Where the gateway is: `https://HOST:PORT`.
package struct ServiceAddress: Sendable, Equatable {
    package let host: String
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads a base URL without a path; nil for anything else.
    package init?(baseURL: String) {
        let scheme = "https://"
        guard baseURL.hasPrefix(scheme) else { return nil }
        let parts = baseURL.dropFirst(scheme.count).split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, !host.isEmpty, !host.contains("/") else { return nil }
        if parts.count == 1 {
            self.init(host: String(host), port: 443)
        } else {
            guard parts.count == 2, let port = Int(parts[1]), (1...65_535).contains(port) else { return nil }
            self.init(host: String(host), port: port)
        }
    }

    /// The `Host` header; the port is left out where it is the scheme's own.
    package var authority: String { port == 443 ? host : "\(host):\(port)" }
    package var baseURL: String { "https://\(authority)" }
}
