internal import CCurl

/// A URL taken apart by libcurl. https://curl.se/libcurl/c/libcurl-url.html
struct URLParts {
    /// Lower case.
    let scheme: String
    /// Lower case, and addresses of IPv4 in their usual form, whatever was written.
    let host: String
    /// Only if one was written.
    let port: UInt16?
    /// What stands between the slashes and the path, as written.
    let authority: String

    init(_ text: String) throws(URLRefusal) {
        guard let handle = unsafe curl_url() else { preconditionFailure("no memory for a URL") }
        defer { unsafe curl_url_cleanup(handle) }
        let flags = CUnsignedInt(CURLU_DISALLOW_USER)
        guard unsafe curl_url_set(handle, CURLUPART_URL, text, flags) == CURLUE_OK,
            let scheme = unsafe Self.part(handle, CURLUPART_SCHEME),
            let host = unsafe Self.part(handle, CURLUPART_HOST)
        else { throw .syntax }
        let port = unsafe Self.part(handle, CURLUPART_PORT)
        self.scheme = scheme.lowercased()
        self.host = host.lowercased()
        self.port = port.flatMap { UInt16($0) }
        guard port == nil || self.port != nil, let authority = Self.authority(text) else { throw .syntax }
        self.authority = authority
    }

    /// What stands behind the first `://`, up to the path, the query or the fragment; nil if there is none.
    private static func authority(_ text: String) -> String? {
        let bytes = text.utf8
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
            return nil
        }
        let end = [UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")]
        return String(Substring(bytes[colon...].dropFirst(3).prefix { !end.contains($0) }))
    }

    private static func part(_ handle: OpaquePointer, _ part: CURLUPart) -> String? {
        var value: UnsafeMutablePointer<CChar>?
        guard unsafe curl_url_get(handle, part, &value, 0) == CURLUE_OK, let value = unsafe value else { return nil }
        defer { unsafe curl_free(value) }
        return unsafe String(cString: value)
    }
}
