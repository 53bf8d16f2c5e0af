/// A word or a single sign of a file.
struct Token: Sendable {
    let text: String
    /// From 1.
    let line: Int
    /// Its first byte's place in the file.
    let start: Int

    /// Whether nothing, not even a space, is between this and the next token.
    func touches(_ next: Token) -> Bool { start + text.utf8.count == next.start }

    /// The tokens of those bytes that belong to one part of a Swift file.
    static func tokens(of bytes: [UInt8], _ parts: [SwiftLexer.Part], in part: SwiftLexer.Part) -> [Token] {
        var found: [Token] = []
        var word: [UInt8] = []
        var line = 1
        func endWord(at end: Int) {
            guard !word.isEmpty else { return }
            found.append(Token(text: String(decoding: word, as: UTF8.self), line: line, start: end - word.count))
            word.removeAll(keepingCapacity: true)
        }
        for (place, (byte, itsPart)) in zip(bytes, parts).enumerated() {
            if itsPart == part && isOfWords(byte) {
                word.append(byte)
                continue
            }
            endWord(at: place)
            if byte == UInt8(ascii: "\n") {
                line += 1
            } else if itsPart == part && byte > 32 {
                found.append(Token(text: String(UnicodeScalar(byte)), line: line, start: place))
            }
        }
        endWord(at: bytes.count)
        return found
    }

    private static func isOfWords(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
