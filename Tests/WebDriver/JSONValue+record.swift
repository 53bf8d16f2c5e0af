package import JSON

extension JSONValue {
    /// An object from its names and values.
    package static func record(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(members.map { JSONMember(key: $0.0, value: $0.1) })
    }

    /// Whether this is `true`.
    package var isTrue: Bool { self == .bool(true) }

    /// The texts of an array of texts.
    package var texts: [String] { elements.compactMap(\.text) }
}
