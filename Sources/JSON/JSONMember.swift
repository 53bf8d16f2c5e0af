/// One name and value of a JSON object.
package struct JSONMember: Sendable {
    /// The name, unescaped.
    package let key: String
    /// What stands behind the colon.
    package let value: JSONValue

    /// A member from its two halves.
    package init(key: String, value: JSONValue) {
        self.key = key
        self.value = value
    }
}

extension JSONMember: Equatable {
    package static func == (left: JSONMember, right: JSONMember) -> Bool {
        left.key.hasSameBytes(as: right.key) && left.value == right.value
    }
}
