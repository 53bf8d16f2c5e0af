/// A request with its parameters and body copied out: valid for as long as it is held, on any thread.
///
/// The parameters lie in one block and are decoded when asked for: a request has some forty and few are looked at.
package struct FastCGIRequest: Sendable {
    struct Field {
        var name: Range<Int>
        var value: Range<Int>
    }

    private let bytes: [UInt8]
    private let fields: [Field]
    package var body: BodyState

    init(bytes: [UInt8], fields: [Field], body: BodyState) {
        self.bytes = bytes
        self.fields = fields
        self.body = body
    }

    /// For tests of handlers: a request that never saw a socket.
    package init(parameters: [(name: String, value: String)], body: BodyState) {
        var bytes: [UInt8] = []
        var fields: [Field] = []
        for (name, value) in parameters {
            let start = bytes.count
            bytes.append(contentsOf: name.utf8)
            let middle = bytes.count
            bytes.append(contentsOf: value.utf8)
            fields.append(Field(name: start..<middle, value: middle..<bytes.count))
        }
        self.init(bytes: bytes, fields: fields, body: body)
    }

    /// All parameters in the order they came. A name may stand there twice: the first one counts.
    package var parameters: [(name: String, value: String)] {
        fields.map {
            (String(decoding: bytes[$0.name], as: UTF8.self), String(decoding: bytes[$0.value], as: UTF8.self))
        }
    }

    /// Shows every parameter, in the order they came, as the bytes it is.
    package func forEachParameter(_ body: (_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) -> Void) {
        for field in fields { body(bytes[field.name], bytes[field.value]) }
    }

    /// The first parameter of that name. Bytes that are not UTF-8 become U+FFFD, which no token of ours contains.
    package subscript(_ name: String) -> String? {
        value(name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of the first parameter of that name.
    package func value(_ name: String) -> ArraySlice<UInt8>? {
        let wanted = name.utf8
        for field in fields where field.name.count == wanted.count && bytes[field.name].elementsEqual(wanted) {
            return bytes[field.value]
        }
        return nil
    }

    /// REQUEST_URI up to its question mark, as the client sent it; empty when there is none.
    package var path: String {
        guard let uri = value("REQUEST_URI") else { return "" }
        return String(decoding: uri.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
    }

    /// CONTENT_LENGTH: 0 when absent or empty, nil when it is not one to nine digits (`Int("+5")` would be 5).
    var announcedBytes: Int? {
        guard let text = value("CONTENT_LENGTH") else { return 0 }
        guard text.count < 10 else { return nil }
        var count = 0
        for byte in text {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            count = count * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return count
    }
}
