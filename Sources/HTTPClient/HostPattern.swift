/// A host by name, or one with all below it: `pay.example.com`, `*.example.com`.
package struct HostPattern: Sendable, Equatable {
    private let host: String
    private let includesAllBelow: Bool

    /// nil: not in lower case, or no host that a URL could name.
    package init?(_ text: String) {
        includesAllBelow = text.hasPrefix("*.")
        host = includesAllBelow ? String(text.dropFirst(2)) : text
        guard let url = try? CheckedURL("https://\(host)/", .browser), url.host == host else { return nil }
        if includesAllBelow, IPAddress(host) != nil || host.hasPrefix("[") { return nil }
    }

    /// Whether a URL that was checked leads there, on whatever port.
    package func matches(_ url: CheckedURL) -> Bool {
        url.host == host || includesAllBelow && url.host.hasSuffix("." + host)
    }
}
