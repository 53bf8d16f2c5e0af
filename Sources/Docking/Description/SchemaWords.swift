import JSON

/// Tells in words what a JSON Schema of the API's description allows.
struct SchemaWords {
    private let root: JSONValue

    init(_ root: JSONValue) { self.root = root }

    /// What a reference of the document stands for; anything else is itself.
    func resolved(_ value: JSONValue) -> JSONValue {
        guard let path = value["$ref"]?.text else { return value }
        return path.split(separator: "/").dropFirst().reduce(root) { $0[String($1)] ?? .null }
    }

    /// The name of the schema that is referred to, or words.
    func type(_ schema: JSONValue) -> [String: PageValue] {
        if let name = schema["$ref"]?.text?.split(separator: "/").last { return ["link": .text(String(name))] }
        if schema["type"]?.text == "array", let items = schema["items"] {
            if let name = items["$ref"]?.text?.split(separator: "/").last {
                return ["link": .text(String(name)), "many": .flag(true)]
            }
        }
        return ["words": .text(words(schema))]
    }

    private func words(_ schema: JSONValue) -> String {
        if let name = schema["$ref"]?.text?.split(separator: "/").last { return String(name) }
        for key in ["oneOf", "anyOf", "allOf"] {
            guard let choices = schema[key]?.elements, !choices.isEmpty else { continue }
            return choices.map(words).joined(separator: key == "allOf" ? ": " : " or ")
        }
        // What narrows another schema down: of problems, which ones.
        if schema["type"] == nil, let kind = schema["properties"]?["type"] { return words(kind) }
        if let value = schema["const"] { return plain(value) }
        if let values = schema["enum"]?.elements { return values.map(plain).joined(separator: ", ") }
        var parts = [schema["type"]?.text ?? "anything"]
        if schema["type"]?.text == "array", let items = schema["items"] { parts.append("of " + words(items)) }
        if let least = schema["minimum"] { parts.append("≥ \(plain(least))") }
        if let most = schema["maximum"] { parts.append("≤ \(plain(most))") }
        if let most = schema["maxLength"] { parts.append("up to \(plain(most)) characters") }
        if let most = schema["maxItems"] { parts.append("up to \(plain(most))") }
        if let pattern = schema["pattern"]?.text { parts.append(pattern) }
        return parts.joined(separator: " ")
    }

    private func plain(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .decimal(let text), .string(let text): text
        case .array, .object: "…"
        }
    }
}
