/// A URL that somebody else gave us and that may be used: by us for a request, or by a browser.
///
/// libcurl's own parser reads it, so that what is checked is what is connected to, and the authority must be written
/// exactly as it was understood: user names, escapes and the many other spellings of 127.0.0.1 fall by that.
/// Names are checked once more when they are resolved, by `HTTPClient`.
package struct CheckedURL: Sendable, Equatable {
    /// The URL as it was given.
    package let text: String
    /// The host, lower case; IPv6 addresses in brackets.
    package let host: String
    /// Whether TLS is used.
    package let isSecure: Bool

    private static let maximumBytes = 2048

    /// Throws if the rules do not allow the URL.
    package init(_ text: String, _ rules: URLRules) throws(URLRefusal) {
        guard !text.isEmpty, text.utf8.count <= Self.maximumBytes else { throw .length }
        // No spaces, no controls, no other alphabets; backslashes are slashes to browsers and not to us.
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else { throw .characters }
        let parts = try URLParts(text)
        guard parts.scheme == "https" || (parts.scheme == "http" && rules.allowsCleartext) else { throw .scheme }
        guard parts.authority.lowercased() == parts.host + (parts.port.map { ":\($0)" } ?? "") else {
            throw .authority
        }
        self.text = text
        host = parts.host
        isSecure = parts.scheme == "https"
        let isLiteral = try Self.checkHost(host, rules)
        if !isLiteral, !Self.isName(host) { throw .host }
        if let addresses = rules.addresses, !isLiteral, !Self.isPublicName(host), addresses == .publicOnly {
            throw .address
        }
        if let port = parts.port, rules.addresses != nil, !AllowedPorts.contains(port) { throw .port }
    }

    /// The same place with more in the query: `text` goes on where this URL ends, with `?` or `&`, however long it is.
    /// nil if it is not that.
    package func extended(to text: String) -> CheckedURL? {
        let added = text.utf8.dropFirst(self.text.utf8.count)
        let hasQuery = self.text.utf8.contains(UInt8(ascii: "?"))
        guard text.utf8.starts(with: self.text.utf8), added.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            added.first == (hasQuery ? UInt8(ascii: "&") : UInt8(ascii: "?"))
        else { return nil }
        return CheckedURL(text: text, host: host, isSecure: isSecure)
    }

    private init(text: String, host: String, isSecure: Bool) {
        self.text = text
        self.host = host
        self.isSecure = isSecure
    }

    /// Whether the host is an address; throws if it is one that is not allowed.
    private static func checkHost(_ host: String, _ rules: URLRules) throws(URLRefusal) -> Bool {
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        let inner = isBracketed ? String(host.dropFirst().dropLast()) : host
        guard let address = IPAddress(inner) else {
            if isBracketed { throw .host }
            return false
        }
        if let addresses = rules.addresses, !addresses.allows(address) { throw .address }
        return true
    }

    /// Letters, digits and hyphens in labels of 1 to 63 (RFC 1123 §2.1). The last label is no number: names such as
    /// `1.2.3` are addresses to some resolvers.
    private static func isName(_ host: String) -> Bool {
        let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard host.utf8.count <= 253, let last = labels.last, let first = last.first else { return false }
        let isNumber = first >= UInt8(ascii: "0") && first <= UInt8(ascii: "9")
        return !isNumber
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                    && label.allSatisfy(isNameByte)
            }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// A name that public DNS could know: of two labels at least, under no domain kept for local use (RFC 6761,
    /// RFC 6762, RFC 8375, and `.internal`).
    private static func isPublicName(_ host: String) -> Bool {
        guard let dot = host.lastIndex(of: ".") else { return false }
        let top = host[host.index(after: dot)...]
        return !["localhost", "local", "internal", "invalid", "test", "example", "onion", "lan"].contains(top)
            && !host.hasSuffix(".home.arpa")
    }
}
