/// Base 64 (RFC 4648 §4 and §5), strict: every byte sequence has exactly one text that is accepted.
package enum Base64 {
    private static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let safe = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let padding = UInt8(ascii: "=")
    private static let standardValues = values(standard)
    private static let safeValues = values(safe)

    /// With `+`, `/` and padding.
    package static func encode(_ bytes: [UInt8]) -> String {
        var text = write(bytes, standard)
        while text.count % 4 != 0 { text.append(padding) }
        return String(decoding: text, as: UTF8.self)
    }

    /// With `-` and `_`, without padding.
    package static func encodeURL(_ bytes: [UInt8]) -> String {
        String(decoding: write(bytes, safe), as: UTF8.self)
    }

    /// Reads what `encode` writes; nil for missing padding, white space, other letters, or stray bits at the end.
    package static func decode(_ text: String) -> [UInt8]? {
        var characters = Array(text.utf8)
        guard characters.count % 4 == 0 else { return nil }
        for _ in 0..<2 where characters.last == padding { characters.removeLast() }
        return read(characters, standardValues)
    }

    /// Reads what `encodeURL` writes; nil for anything else.
    package static func decodeURL(_ text: String) -> [UInt8]? { read(Array(text.utf8), safeValues) }

    private static func write(_ bytes: [UInt8], _ alphabet: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var bits: UInt32 = 0
        var pending = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            pending += 8
            while pending >= 6 {
                pending -= 6
                text.append(alphabet[Int(bits >> UInt32(pending) & 63)])
            }
        }
        if pending > 0 { text.append(alphabet[Int(bits << UInt32(6 - pending) & 63)]) }
        return text
    }

    private static func read(_ text: [UInt8], _ values: [UInt8]) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3 + 2)
        var bits: UInt32 = 0
        var pending = 0
        for character in text {
            let value = values[Int(character)]
            guard value < 64 else { return nil }
            bits = bits << 6 | UInt32(value)
            pending += 6
            if pending >= 8 {
                pending -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(pending)))
            }
        }
        // What is left over is the filling of the last letter, and has to be zero.
        return bits & (1 << UInt32(pending) - 1) == 0 ? bytes : nil
    }

    private static func values(_ alphabet: [UInt8]) -> [UInt8] {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }
}
