import HTTPClient

/// Which hosts a merchant's addresses may name.
enum HostRule {
    /// Whether a URL leads to one of these hosts; there is no rule if there are none. A URL that two readers could
    /// read differently leads nowhere.
    static func allows(_ url: String, _ hosts: [String]) -> Bool {
        guard !hosts.isEmpty else { return true }
        guard let url = try? CheckedURL(url, .browser) else { return false }
        return hosts.contains { HostPattern($0)?.matches(url) ?? false }
    }
}
