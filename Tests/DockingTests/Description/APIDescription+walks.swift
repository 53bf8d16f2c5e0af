import JSON

extension APIDescription {
    /// Every schema that stands anywhere, with all schemas inside of it.
    var schemas: [JSONValue] {
        let shared = (document["components"]?["schemas"]?.members ?? []).map(\.value)
        return (shared + Self.values(under: "schema", in: document)).flatMap(Self.inside)
    }

    /// All strings that stand under a name.
    func texts(under name: String) -> [String] { Self.values(under: name, in: document).compactMap(\.text) }

    /// A schema with all those that it is made of, those that it refers to as well.
    func everything(_ schema: JSONValue) -> [JSONValue] {
        Self.inside(schema).flatMap { part in
            [part] + (part["$ref"]?.text.flatMap(checker.target).map(everything) ?? [])
        }
    }

    private static func inside(_ schema: JSONValue) -> [JSONValue] {
        let properties = (schema["properties"]?.members ?? []).map(\.value)
        let branches = ["allOf", "anyOf", "oneOf"].flatMap { schema[$0]?.items ?? [] }
        let elements = schema["items"].map { [$0] } ?? []
        return [schema] + (properties + branches + elements).flatMap(inside)
    }

    private static func values(under name: String, in value: JSONValue) -> [JSONValue] {
        value.items.flatMap { values(under: name, in: $0) }
            + value.members.flatMap { member in
                (member.key == name ? [member.value] : []) + values(under: name, in: member.value)
            }
    }
}
