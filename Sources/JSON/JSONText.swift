/// How single values look in JSON text. Strings are escaped in the shortest way, which is also the one that
/// RFC 8785 §3.2.2.2 asks for: `\b \t \n \f \r \" \\`, other control characters as `\u00xx`, nothing else.
enum JSONText {
    static func append(_ literal: StaticString, to bytes: inout [UInt8]) {
        unsafe bytes.append(
            contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    static func append(_ value: Int64, to bytes: inout [UInt8]) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        let start = bytes.count
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            bytes.append(UInt8(truncatingIfNeeded: digit) &+ 0x30)
            rest = quotient
        } while rest > 0
        if bytes.count > start + 1 { bytes[start...].reverse() }
    }

    static func append(_ value: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var value = value
        let isPlain = value.withUTF8 { text in
            let isPlain = unsafe !text.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }
            if isPlain { unsafe bytes.append(contentsOf: text) }
            return isPlain
        }
        if !isPlain {
            for byte in value.utf8 { escape(byte, to: &bytes) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    static func append(_ value: JSONValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: append("null" as StaticString, to: &bytes)
        case .bool(let flag): append(flag ? "true" : "false" as StaticString, to: &bytes)
        case .integer(let number): append(number, to: &bytes)
        case .decimal(let text): bytes.append(contentsOf: text.utf8)
        case .string(let text): append(text, to: &bytes)
        case .array(let items):
            bytes.append(UInt8(ascii: "["))
            for (position, item) in items.enumerated() {
                if position > 0 { bytes.append(UInt8(ascii: ",")) }
                append(item, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (position, member) in members.enumerated() {
                if position > 0 { bytes.append(UInt8(ascii: ",")) }
                append(member.key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                append(member.value, to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func escape(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case 0x22, 0x5C:
            bytes.append(0x5C)
            bytes.append(byte)
        case 0x08: append("\\b" as StaticString, to: &bytes)
        case 0x09: append("\\t" as StaticString, to: &bytes)
        case 0x0A: append("\\n" as StaticString, to: &bytes)
        case 0x0C: append("\\f" as StaticString, to: &bytes)
        case 0x0D: append("\\r" as StaticString, to: &bytes)
        case 0..<0x20:
            append("\\u00" as StaticString, to: &bytes)
            bytes.append(byte >> 4 + 0x30)
            bytes.append(byte & 15 < 10 ? byte & 15 + 0x30 : byte & 15 + 0x57)
        default: bytes.append(byte)
        }
    }
}
