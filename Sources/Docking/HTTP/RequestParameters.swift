package import Threading

/// The parameters of a gateway protocol (RFC 3875 with nginx's names), the first of a name winning.
///
/// Header fields are the `HTTP_…` parameters: `HTTP_CONTENT_DIGEST` is `content-digest`. What nginx says about a
/// request it says under names that no client's header can become.
package struct RequestParameters {
    fileprivate var method: String?
    fileprivate var target: String?
    fileprivate var contentType: String?
    fileprivate var remoteAddress: String?
    fileprivate var requestID: String?
    fileprivate var isInternal = false
    fileprivate var fields: [Headers.Field] = []

    package init() { fields.reserveCapacity(16) }

    /// Takes one parameter, name and value as they came. Bytes that are not UTF-8 become U+FFFD.
    package mutating func take(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
        if name.starts(with: "HTTP_".utf8) {
            fields.append(Headers.Field(name: Self.fieldName(name.dropFirst(5)), value: Self.text(value)))
            return
        }
        switch Self.text(name) {
        case "REQUEST_METHOD": method = method ?? Self.text(value)
        case "REQUEST_URI": target = target ?? Self.text(value)
        case "CONTENT_TYPE": contentType = contentType ?? Self.text(value)
        case "REMOTE_ADDR": remoteAddress = remoteAddress ?? Self.text(value)
        case "KADOCK_REQUEST_ID": requestID = requestID ?? Self.text(value)
        case "KADOCK_INTERNAL": isInternal = value.elementsEqual("1".utf8)
        default: break
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    /// `CONTENT_DIGEST` → `content-digest`.
    private static func fieldName(_ name: ArraySlice<UInt8>) -> String {
        let bytes = name.map { byte in
            switch byte {
            case UInt8(ascii: "_"): UInt8(ascii: "-")
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
            default: byte
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Request {
    /// A request as its parameters tell it.
    package init(_ parameters: RequestParameters, body: Body, deadline: Deadline) {
        var fields = parameters.fields
        if let type = parameters.contentType, !type.isEmpty, !fields.contains(where: { $0.name == "content-type" }) {
            fields.append(Headers.Field(name: "content-type", value: type))
        }
        self.init(
            method: parameters.method ?? "", target: parameters.target ?? "", headers: Headers(fields: fields),
            body: body, remoteAddress: parameters.remoteAddress ?? "", requestID: parameters.requestID ?? "",
            isInternal: parameters.isInternal, deadline: deadline)
    }
}
