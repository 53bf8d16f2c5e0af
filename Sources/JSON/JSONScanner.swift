/// A position in JSON text that moves from left to right, once. The bytes are handed to every call, because a
/// struct that keeps a `Span` needs lifetimes, which are still experimental.
struct JSONScanner {
    var offset = 0

    mutating func document(_ bytes: Span<UInt8>) throws(JSONFailure) -> JSONValue {
        skipSpace(bytes)
        let value = try value(bytes, depth: 0)
        skipSpace(bytes)
        guard offset == bytes.count else { throw failure("something follows the value") }
        return value
    }

    func failure(_ reason: String) -> JSONFailure { JSONFailure(offset: offset, reason: reason) }

    private mutating func skipSpace(_ bytes: Span<UInt8>) {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }

    private mutating func value(_ bytes: Span<UInt8>, depth: Int) throws(JSONFailure) -> JSONValue {
        guard offset < bytes.count else { throw failure("a value is missing") }
        switch bytes[offset] {
        case UInt8(ascii: "{"): return .object(try object(bytes, depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(bytes, depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string(bytes))
        case UInt8(ascii: "t"):
            try word("true", bytes)
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false", bytes)
            return .bool(false)
        case UInt8(ascii: "n"):
            try word("null", bytes)
            return .null
        default: return try number(bytes)
        }
    }

    private mutating func word(_ word: StaticString, _ bytes: Span<UInt8>) throws(JSONFailure) {
        for position in 0..<word.utf8CodeUnitCount {
            guard offset < bytes.count, unsafe bytes[offset] == word.utf8Start[position] else {
                throw failure("unknown word")
            }
            offset += 1
        }
    }

    private mutating func array(_ bytes: Span<UInt8>, depth: Int) throws(JSONFailure) -> [JSONValue] {
        guard depth <= JSONReader.maximumDepth else { throw failure("nested too deep") }
        offset += 1
        skipSpace(bytes)
        var items: [JSONValue] = []
        if take(UInt8(ascii: "]"), bytes) { return items }
        while true {
            items.append(try value(bytes, depth: depth))
            skipSpace(bytes)
            if take(UInt8(ascii: "]"), bytes) { return items }
            guard take(UInt8(ascii: ","), bytes) else { throw failure("a comma or ] is missing") }
            skipSpace(bytes)
        }
    }

    private mutating func object(_ bytes: Span<UInt8>, depth: Int) throws(JSONFailure) -> [JSONMember] {
        guard depth <= JSONReader.maximumDepth else { throw failure("nested too deep") }
        offset += 1
        skipSpace(bytes)
        var members = DistinctMembers()
        if take(UInt8(ascii: "}"), bytes) { return members.all }
        while true {
            guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else { throw failure("a name is missing") }
            let key = try string(bytes)
            guard !members.contains(key) else { throw failure("a name appears twice") }
            skipSpace(bytes)
            guard take(UInt8(ascii: ":"), bytes) else { throw failure("a colon is missing") }
            skipSpace(bytes)
            members.append(JSONMember(key: key, value: try value(bytes, depth: depth)))
            skipSpace(bytes)
            if take(UInt8(ascii: "}"), bytes) { return members.all }
            guard take(UInt8(ascii: ","), bytes) else { throw failure("a comma or } is missing") }
            skipSpace(bytes)
        }
    }

    /// Steps over this byte if it is the next one.
    func isNext(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool { offset < bytes.count && bytes[offset] == byte }

    mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
        guard isNext(byte, bytes) else { return false }
        offset += 1
        return true
    }
}
