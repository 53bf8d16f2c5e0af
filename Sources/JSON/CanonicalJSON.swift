/// The one spelling of a JSON value that everybody arrives at: RFC 8785, the JSON Canonicalization Scheme.
///
/// No white space, members in the order of their names' UTF-16 code units, the shortest escapes. Numbers are
/// integers that a double holds exactly (magnitude at most 2^53): beyond that implementations differ, so
/// everything else is refused rather than rounded.
package enum CanonicalJSON {
    private static let largestExactInteger: UInt64 = 1 << 53

    /// The canonical bytes. Throws for `.decimal`, for integers beyond 2^53 and for a name that appears twice.
    package static func encode(_ value: JSONValue) throws(JSONFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        try append(value, to: &bytes)
        return bytes
    }

    private static func append(_ value: JSONValue, to bytes: inout [UInt8]) throws(JSONFailure) {
        switch value {
        case .null, .bool, .string: JSONText.append(value, to: &bytes)
        case .integer(let number):
            guard number.magnitude <= largestExactInteger else { throw refusal("an integer beyond 2^53") }
            JSONText.append(number, to: &bytes)
        case .decimal: throw refusal("a number that is no integer")
        case .array(let items):
            bytes.append(UInt8(ascii: "["))
            for (position, item) in items.enumerated() {
                if position > 0 { bytes.append(UInt8(ascii: ",")) }
                try append(item, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members): try append(members, to: &bytes)
        }
    }

    private static func append(_ members: [JSONMember], to bytes: inout [UInt8]) throws(JSONFailure) {
        let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
        bytes.append(UInt8(ascii: "{"))
        for (position, member) in sorted.enumerated() {
            if position > 0 {
                guard !member.key.hasSameBytes(as: sorted[position - 1].key) else {
                    throw refusal("a name appears twice")
                }
                bytes.append(UInt8(ascii: ","))
            }
            JSONText.append(member.key, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            try append(member.value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private static func refusal(_ reason: String) -> JSONFailure { JSONFailure(offset: 0, reason: reason) }
}
