internal import CCurl

/// Header lines as libcurl wants them. https://curl.se/libcurl/c/CURLOPT_HTTPHEADER.html
@safe
struct HeaderList: ~Copyable {
    let pointer: UnsafeMutablePointer<curl_slist>?

    /// Throws if a name is no token or a value has a control character (RFC 9110 §5.1, §5.5).
    init(_ headers: [(name: String, value: String)]) throws(HTTPClientFailure) {
        for header in headers where !Self.isToken(header.name) || !Self.isValue(header.value) {
            throw HTTPClientFailure(kind: .invalidRequest, detail: "a header that is none", answer: nil)
        }
        // Without this libcurl waits a second for "100 Continue" before it sends a larger body.
        var list = unsafe curl_slist_append(nil, "Expect:")
        for header in headers {
            // The form "Name;" stands for an empty value; "Name:" would remove the header.
            let line = header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)"
            unsafe list = curl_slist_append(list, line) ?? list
        }
        unsafe pointer = list
    }

    deinit { unsafe curl_slist_free_all(pointer) }

    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    private static func isValue(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }
}
