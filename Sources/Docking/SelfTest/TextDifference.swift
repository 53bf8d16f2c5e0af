/// Where two texts part.
struct TextDifference: Sendable, Equatable {
    /// Bytes that are the same, from the start; of a character that differs, none is.
    let offset: Int
    /// The last bytes before that place.
    let before: [UInt8]
    /// The first bytes from there on, in either text; empty: it ends there.
    let ours: [UInt8]
    let theirs: [UInt8]
    /// How many bytes follow in their text.
    let theirRest: Int

    private static let behind = 24
    private static let ahead = 32

    /// nil: they are the same.
    init?(ours: [UInt8], theirs: [UInt8]) {
        guard ours != theirs else { return nil }
        var offset = zip(ours, theirs).prefix { $0 == $1 }.count
        while offset > 0, Self.isInside(ours, offset) || Self.isInside(theirs, offset) { offset -= 1 }
        var start = max(0, offset - Self.behind)
        while start < offset, Self.isInside(ours, start) { start += 1 }
        self.offset = offset
        before = Array(ours[start..<offset])
        self.ours = Self.piece(ours, from: offset)
        self.theirs = Self.piece(theirs, from: offset)
        theirRest = theirs.count - offset
    }

    private static func piece(_ text: [UInt8], from offset: Int) -> [UInt8] {
        var end = min(text.count, offset + ahead)
        while end > offset, isInside(text, end) { end -= 1 }
        return Array(text[offset..<end])
    }

    /// Whether a character of UTF-8 goes on at this place.
    private static func isInside(_ text: [UInt8], _ place: Int) -> Bool {
        place < text.count && text[place] & 0xC0 == 0x80
    }
}
