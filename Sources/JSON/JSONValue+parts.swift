extension JSONValue {
    /// The string, if it is one.
    package var text: String? { if case .string(let text) = self { text } else { nil } }

    /// The number, if it is a plain integer.
    package var integer: Int64? { if case .integer(let number) = self { number } else { nil } }

    /// The elements, if it is an array.
    package var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
}
