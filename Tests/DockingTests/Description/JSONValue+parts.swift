import JSON

extension JSONValue {
    /// The members of an object; none of anything else.
    var members: [JSONMember] {
        guard case .object(let members) = self else { return [] }
        return members
    }

    /// The elements of an array; none of anything else.
    var items: [JSONValue] {
        guard case .array(let items) = self else { return [] }
        return items
    }

    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The strings of an array.
    var texts: [String] { items.compactMap(\.text) }

    /// An object with one member more, or with another value for it; nil takes it away.
    func setting(_ key: String, to value: JSONValue?) -> JSONValue {
        let others = members.filter { $0.key != key }
        return .object(others + (value.map { [JSONMember(key: key, value: $0)] } ?? []))
    }
}
