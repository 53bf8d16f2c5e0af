extension JSONScanner {
    /// A string, unescaped, from its opening to its closing quotation mark.
    mutating func string(_ bytes: Span<UInt8>) throws(JSONFailure) -> String {
        offset += 1
        let start = offset
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                offset += 1
                return try text(bytes.extracting(start..<(offset - 1)), at: start)
            case UInt8(ascii: "\\"): return try escapedString(bytes, from: start)
            case 0..<0x20: throw failure("a control character in a string")
            default: offset += 1
            }
        }
        throw failure("a string does not end")
    }

    func text(_ bytes: Span<UInt8>, at start: Int) throws(JSONFailure) -> String {
        do {
            return String(copying: try UTF8Span(validating: bytes))
        } catch {
            throw JSONFailure(offset: start, reason: "not UTF-8")
        }
    }

    /// The slow way, from the first backslash on.
    private mutating func escapedString(_ bytes: Span<UInt8>, from start: Int) throws(JSONFailure) -> String {
        var content: [UInt8] = []
        for position in start..<offset { content.append(bytes[position]) }
        while offset < bytes.count {
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return try text(content.span, at: start)
            case UInt8(ascii: "\\"):
                offset += 1
                try escape(bytes, into: &content)
            case 0..<0x20: throw failure("a control character in a string")
            default:
                content.append(byte)
                offset += 1
            }
        }
        throw failure("a string does not end")
    }

    private mutating func escape(_ bytes: Span<UInt8>, into content: inout [UInt8]) throws(JSONFailure) {
        guard offset < bytes.count else { throw failure("a string does not end") }
        let byte = bytes[offset]
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"): content.append(contentsOf: String(try scalar(bytes)).utf8)
        default: throw failure("unknown escape")
        }
    }

    /// The scalar behind `\u`: one code unit, or two that are a surrogate pair (RFC 8259 §7).
    private mutating func scalar(_ bytes: Span<UInt8>) throws(JSONFailure) -> Unicode.Scalar {
        var code = try codeUnit(bytes)
        if code & 0xFC00 == 0xD800 {
            guard take(UInt8(ascii: "\\"), bytes), take(UInt8(ascii: "u"), bytes) else {
                throw failure("a lone surrogate")
            }
            let low = try codeUnit(bytes)
            guard low & 0xFC00 == 0xDC00 else { throw failure("a lone surrogate") }
            code = 0x1_0000 + (code & 0x3FF) << 10 + (low & 0x3FF)
        }
        guard let scalar = Unicode.Scalar(code) else { throw failure("a lone surrogate") }
        return scalar
    }

    private mutating func codeUnit(_ bytes: Span<UInt8>) throws(JSONFailure) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard offset < bytes.count else { throw failure("a string does not end") }
            switch bytes[offset] {
            case let byte where byte &- 0x30 < 10: unit = unit << 4 | UInt32(byte &- 0x30)
            case let byte where (byte | 0x20) &- 0x61 < 6: unit = unit << 4 | UInt32((byte | 0x20) &- 0x61 + 10)
            default: throw failure("not a hexadecimal digit")
            }
            offset += 1
        }
        return unit
    }
}
