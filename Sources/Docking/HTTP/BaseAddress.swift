/// Where the world finds us, from the configuration (`base_url`): never from a Host header, which anybody can write.
package struct BaseAddress: Sendable {
    /// Lower case: "https".
    package let scheme: String
    /// Lower case, without the scheme's own port: "localhost:8443".
    package let authority: String
    /// The address without a slash at the end, as it was configured: "https://localhost:8443".
    package let text: String

    /// nil unless it is `http(s)://authority`, with nothing or a single slash behind it.
    package init?(_ address: String) {
        let text = address.hasSuffix("/") ? String(address.dropLast()) : address
        guard let mark = text.firstIndex(of: ":") else { return nil }
        let scheme = text[..<mark].lowercased()
        let rest = text[mark...]
        guard scheme == "http" || scheme == "https", rest.hasPrefix("://") else { return nil }
        let authority = rest.dropFirst(3).lowercased()
        let isPlain = authority.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"): true
            case UInt8(ascii: "["), UInt8(ascii: "]"): true
            default: false
            }
        }
        guard !authority.isEmpty, isPlain else { return nil }
        let ownPort = scheme == "https" ? ":443" : ":80"
        self.scheme = scheme
        self.authority = authority.hasSuffix(ownPort) ? String(authority.dropLast(ownPort.count)) : authority
        self.text = text
    }
}
