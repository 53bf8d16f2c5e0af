/// Reads the one shape of Signature-Input that nearly everybody sends: one label, a list of plain strings, parameters
/// that are integers or strings, nothing escaped, no space where none is needed.
///
/// Such a text is its own canonical form, and the library that reads every other shape takes ten times as long for
/// it. Whatever is not exactly of this shape is nil here, and left to the library.
struct PlainSignatureInput {
    enum Value: Equatable {
        case integer(Int64)
        case text(String)
    }

    private(set) var label = ""
    private(set) var names: [String] = []
    private(set) var parameters: [(key: String, value: Value)] = []
    /// The canonical form of list and parameters: what stands behind the label.
    private(set) var canonical: [UInt8] = []

    private let bytes: [UInt8]
    private var at = 0

    init?(_ text: String) {
        bytes = Array(text.utf8)
        guard let label = key(), take("=") else { return nil }
        self.label = label
        canonical = Array(bytes[at...])
        guard take("(") else { return nil }
        while !take(")") {
            if !names.isEmpty, !take(" ") { return nil }
            guard let name = string() else { return nil }
            names.append(name)
        }
        while at < bytes.count {
            guard take(";"), let key = key(), take("="), let value = value(),
                !parameters.contains(where: { $0.key == key })
            else { return nil }
            parameters.append((key, value))
        }
    }

    private mutating func take(_ wanted: Unicode.Scalar) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: wanted) else { return false }
        at += 1
        return true
    }

    /// RFC 9651 §3.1.2.
    private mutating func key() -> String? {
        let start = at
        while at < bytes.count, isKeyByte(bytes[at], isFirst: at == start) { at += 1 }
        return at > start ? String(decoding: bytes[start..<at], as: UTF8.self) : nil
    }

    private func isKeyByte(_ byte: UInt8, isFirst: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "*"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): !isFirst
        default: false
        }
    }

    private mutating func value() -> Value? {
        if at < bytes.count, bytes[at] == UInt8(ascii: "\"") { return string().map(Value.text) }
        let start = at
        var number: Int64 = 0
        while at < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at]) {
            guard at - start < 15 else { return nil }
            number = number * 10 + Int64(bytes[at] - UInt8(ascii: "0"))
            at += 1
        }
        guard at > start, bytes[start] != UInt8(ascii: "0") || at == start + 1 else { return nil }
        return .integer(number)
    }

    /// RFC 9651 §3.3.3 without escapes.
    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        let start = at
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
            guard (0x20...0x7E).contains(bytes[at]), bytes[at] != UInt8(ascii: "\\") else { return nil }
            at += 1
        }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        return take("\"") ? text : nil
    }
}
