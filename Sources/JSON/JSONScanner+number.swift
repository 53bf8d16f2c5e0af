extension JSONScanner {
    /// RFC 8259 §6: `[ "-" ] int [ frac ] [ exp ]`, no leading zeros. Nothing is rounded: what is not a plain
    /// 64-bit integer is kept as text.
    mutating func number(_ bytes: Span<UInt8>) throws(JSONFailure) -> JSONValue {
        let start = offset
        let isNegative = take(UInt8(ascii: "-"), bytes)
        let firstDigit = offset
        var value: Int64 = 0
        var fits = true
        while offset < bytes.count, isDigit(bytes[offset]) {
            // Built up below zero, where there is room for Int64.min.
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            let (next, underflow) = shifted.subtractingReportingOverflow(Int64(bytes[offset] &- 0x30))
            fits = fits && !overflow && !underflow
            value = fits ? next : 0
            offset += 1
        }
        guard offset > firstDigit else { throw failure("a value is missing") }
        guard bytes[firstDigit] != 0x30 || offset == firstDigit + 1 else { throw failure("leading zero") }
        let isInteger = try !fraction(bytes)
        if isInteger, fits, isNegative, value != 0 { return .integer(value) }
        if isInteger, fits, !isNegative, value != .min { return .integer(-value) }
        return .decimal(try text(bytes.extracting(start..<offset), at: start))
    }

    /// Steps over a fraction and an exponent; false if neither is there.
    private mutating func fraction(_ bytes: Span<UInt8>) throws(JSONFailure) -> Bool {
        var found = false
        if take(UInt8(ascii: "."), bytes) {
            found = true
            try digits(bytes)
        }
        if take(UInt8(ascii: "e"), bytes) || take(UInt8(ascii: "E"), bytes) {
            found = true
            if !take(UInt8(ascii: "+"), bytes) { _ = take(UInt8(ascii: "-"), bytes) }
            try digits(bytes)
        }
        return found
    }

    private mutating func digits(_ bytes: Span<UInt8>) throws(JSONFailure) {
        let start = offset
        while offset < bytes.count, isDigit(bytes[offset]) { offset += 1 }
        guard offset > start else { throw failure("a digit is missing") }
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
