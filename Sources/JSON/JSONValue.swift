/// One JSON value (RFC 8259) as a tree, kept exactly as far as money needs it.
///
/// Two values are equal if they have the same bytes: `"é"` precomposed and decomposed are two strings here,
/// although Swift calls them equal. Objects keep the order of their members.
package enum JSONValue: Sendable {
    case null
    case bool(Bool)
    /// A number written as a plain integer that fits in 64 bits.
    case integer(Int64)
    /// Any other number (fraction, exponent, `-0`, beyond 64 bits), as it was written.
    case decimal(String)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])

    /// The value of the member with this name, compared by bytes; nil if there is none or if this is no object.
    package subscript(_ key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key.hasSameBytes(as: key) }?.value
    }
}

extension JSONValue: Equatable {
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.integer(let a), .integer(let b)): a == b
        case (.decimal(let a), .decimal(let b)): a.hasSameBytes(as: b)
        case (.string(let a), .string(let b)): a.hasSameBytes(as: b)
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)): a == b
        default: false
        }
    }
}

extension String {
    /// Equality of the UTF-8 bytes. `==` alone follows canonical equivalence (U+212A equals "K"), but it is quick
    /// to say no, and whatever has equal bytes is equal under it.
    func hasSameBytes(as other: String) -> Bool {
        self == other && utf8.elementsEqual(other.utf8)
    }
}
