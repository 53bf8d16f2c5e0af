/// Looks through a whole PARAMS stream before libfcgi allocates anything for it.
///
/// Names are `[A-Z0-9_]+`: what nginx makes of its own parameters and of header names. An `=` in a name would move the
/// border between name and value in libfcgi's "NAME=value", a NUL would end the value early, so neither passes.
/// Source of the length encoding: the FastCGI specification 1.0, section 3.4.
enum ParameterCheck {
    static func check(_ bytes: Span<UInt8>, maximumCount: Int) throws(PeerRefusal) {
        var position = 0
        var count = 0
        while position < bytes.count {
            count += 1
            guard count <= maximumCount else { throw .tooManyParameters }
            let nameBytes = try length(bytes, &position)
            let valueBytes = try length(bytes, &position)
            // Lengths are below 2^31 each, so the sum cannot overflow.
            guard nameBytes > 0, nameBytes + valueBytes <= bytes.count - position else { throw .badParameter }
            let valueStart = position + nameBytes
            for index in position..<valueStart where !isNameByte(bytes[index]) { throw .badParameter }
            position = valueStart + valueBytes
            for index in valueStart..<position where bytes[index] == 0 { throw .badParameter }
        }
    }

    private static func length(_ bytes: Span<UInt8>, _ position: inout Int) throws(PeerRefusal) -> Int {
        guard position < bytes.count else { throw .badParameter }
        let first = Int(bytes[position])
        guard first >= 128 else {
            position += 1
            return first
        }
        guard bytes.count - position >= 4 else { throw .badParameter }
        let value =
            (first & 127) << 24 | Int(bytes[position + 1]) << 16 | Int(bytes[position + 2]) << 8
            | Int(bytes[position + 3])
        position += 4
        return value
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
