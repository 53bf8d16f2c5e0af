package import Threading

extension Request {
    /// A request from the parameters of a gateway protocol (RFC 3875 with nginx's names), the first of a name winning.
    ///
    /// Header fields are the `HTTP_…` parameters: `HTTP_CONTENT_DIGEST` is `content-digest`. What nginx says about a
    /// request it says under names that no client's header can become.
    package init(parameters: [(name: String, value: String)], body: Body, deadline: Deadline) {
        var method = ""
        var target = ""
        var contentType: String?
        var remoteAddress = ""
        var requestID = ""
        var isInternal = false
        var fields: [(name: String, value: String)] = []
        fields.reserveCapacity(parameters.count)
        for (name, value) in parameters {
            switch name {
            case "REQUEST_METHOD" where method.isEmpty: method = value
            case "REQUEST_URI" where target.isEmpty: target = value
            case "CONTENT_TYPE" where contentType == nil: contentType = value
            case "REMOTE_ADDR" where remoteAddress.isEmpty: remoteAddress = value
            case "KADOCK_REQUEST_ID" where requestID.isEmpty: requestID = value
            case "KADOCK_INTERNAL": isInternal = value == "1"
            default:
                guard name.utf8.starts(with: "HTTP_".utf8) else { continue }
                fields.append((Self.fieldName(name.utf8.dropFirst(5)), value))
            }
        }
        if let contentType, !contentType.isEmpty, !fields.contains(where: { $0.name == "content-type" }) {
            fields.append(("content-type", contentType))
        }
        self.init(
            method: method, target: target, headers: Headers(fields), body: body, remoteAddress: remoteAddress,
            requestID: requestID, isInternal: isInternal, deadline: deadline)
    }

    /// `CONTENT_DIGEST` → `content-digest`.
    private static func fieldName(_ name: Substring.UTF8View) -> String {
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
