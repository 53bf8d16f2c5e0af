import RawStructuredFieldValues

/// One thing that a signature covers (RFC 9421 §2): a field of the message or something derived from it.
struct SignatureComponent: Hashable, Sendable {
    enum Name: Hashable, Sendable {
        /// A field by its lower-case name, all its lines joined.
        case field(String)
        case method, targetURI, authority, scheme, requestTarget, path, query, status
        /// One parameter of the query, its name percent-encoded.
        case queryParameter(String)
    }

    let name: Name
    /// `;req`: of the request that the signed answer belongs to.
    let isOfRequest: Bool

    init(_ name: Name, isOfRequest: Bool = false) {
        self.name = name
        self.isOfRequest = isOfRequest
    }

    /// nil for what we do not evaluate: `;sf`, `;key`, `;bs`, `;tr`, and derived components that we do not know.
    init?(_ item: Item) {
        guard case .string(let text) = item.rfc9651BareItem else { return nil }
        var isOfRequest = false
        var parameter: String?
        for (key, value) in item.rfc9651Parameters {
            switch (key, value) {
            case ("req", .bool(true)): isOfRequest = true
            case ("name", .string(let name)): parameter = name
            default: return nil
            }
        }
        guard (text == "@query-param") == (parameter != nil), let name = Self.name(text, parameter) else { return nil }
        self.init(name, isOfRequest: isOfRequest)
    }

    /// A component without parameters; nil for what we do not evaluate.
    init?(plain text: String) {
        guard text != "@query-param", let name = Self.name(text, nil) else { return nil }
        self.init(name)
    }

    private static func name(_ text: String, _ parameter: String?) -> Name? {
        switch text {
        case "@method": .method
        case "@target-uri": .targetURI
        case "@authority": .authority
        case "@scheme": .scheme
        case "@request-target": .requestTarget
        case "@path": .path
        case "@query": .query
        case "@status": .status
        case "@query-param": parameter.map(Name.queryParameter)
        default: isFieldName(text) ? .field(text) : nil
        }
    }

    /// A field name in lower case (RFC 9110 §5.1), which leaves no room for `@`.
    private static func isFieldName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// The identifier as it stands in the signature base and among the signature's parameters.
    func write(into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: text.utf8)
        bytes.append(UInt8(ascii: "\""))
        if isOfRequest { bytes.append(contentsOf: ";req".utf8) }
        if case .queryParameter(let name) = name {
            bytes.append(contentsOf: ";name=\"".utf8)
            for byte in name.utf8 {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
                bytes.append(byte)
            }
            bytes.append(UInt8(ascii: "\""))
        }
    }

    private var text: String {
        switch name {
        case .field(let name): name
        case .method: "@method"
        case .targetURI: "@target-uri"
        case .authority: "@authority"
        case .scheme: "@scheme"
        case .requestTarget: "@request-target"
        case .path: "@path"
        case .query: "@query"
        case .status: "@status"
        case .queryParameter: "@query-param"
        }
    }
}
