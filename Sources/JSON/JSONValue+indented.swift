extension JSONValue {
    /// As text for people: two blanks a level, a member or element a line.
    package var indented: String { Self.text(of: self, after: "\n") }

    private static func text(of value: JSONValue, after newline: String) -> String {
        let inner = newline + "  "
        switch value {
        case .object(let members) where !members.isEmpty:
            let lines = members.map { plain(.string($0.key)) + ": " + text(of: $0.value, after: inner) }
            return "{" + inner + lines.joined(separator: "," + inner) + newline + "}"
        case .array(let elements) where !elements.isEmpty:
            let lines = elements.map { text(of: $0, after: inner) }
            return "[" + inner + lines.joined(separator: "," + inner) + newline + "]"
        default: return plain(value)
        }
    }

    private static func plain(_ value: JSONValue) -> String {
        var writer = JSONWriter(capacity: 64)
        writer.value(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
