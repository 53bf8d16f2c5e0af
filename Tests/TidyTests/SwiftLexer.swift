/// Tells what of a Swift file is code, what is written in string literals and what is remarked.
///
/// Knows nested comments, raw and long strings, and code inside interpolations; no regex literals with quotes in them.
struct SwiftLexer {
    enum Part { case code, literal, remark }

    private enum Place {
        /// Parentheses open since the code began; nil: not inside an interpolation.
        case code(openParentheses: Int?)
        case literal(hashes: Int, isLong: Bool)
    }

    private let bytes: [UInt8]
    private var index = 0
    private var places: [Place] = [.code(openParentheses: nil)]
    private var parts: [Part]

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        parts = [Part](repeating: .code, count: bytes.count)
    }

    /// The part that each byte belongs to.
    static func parts(of bytes: [UInt8]) -> [Part] {
        var lexer = SwiftLexer(bytes)
        while lexer.index < bytes.count {
            switch lexer.places.last {
            case .literal(let hashes, let isLong): lexer.readLiteral(hashes, isLong)
            case .code(let open): lexer.readCode(open)
            case nil: lexer.places = [.code(openParentheses: nil)]
            }
        }
        return lexer.parts
    }

    private func byte(_ offset: Int) -> UInt8 { index + offset < bytes.count ? bytes[index + offset] : 0 }

    private mutating func take(_ count: Int, as part: Part) {
        let end = min(index + count, bytes.count)
        for position in index..<end { parts[position] = part }
        index = end
    }

    private mutating func readCode(_ open: Int?) {
        switch byte(0) {
        case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
            while index < bytes.count, byte(0) != UInt8(ascii: "\n") { take(1, as: .remark) }
        case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): readLongRemark()
        case UInt8(ascii: "\""), UInt8(ascii: "#"):
            if !opensLiteral() { take(1, as: .code) }
        case UInt8(ascii: "("):
            if let open { places[places.count - 1] = .code(openParentheses: open + 1) }
            take(1, as: .code)
        case UInt8(ascii: ")"):
            if let open { places[places.count - 1] = .code(openParentheses: open - 1) }
            if open == 1 { places.removeLast() }
            take(1, as: .code)
        default: take(1, as: .code)
        }
    }

    private mutating func readLongRemark() {
        var depth = 0
        repeat {
            if byte(0) == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
                depth += 1
                take(2, as: .remark)
            } else if byte(0) == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
                depth -= 1
                take(2, as: .remark)
            } else {
                take(1, as: .remark)
            }
        } while depth > 0 && index < bytes.count
    }

    private mutating func opensLiteral() -> Bool {
        var hashes = 0
        while byte(hashes) == UInt8(ascii: "#") { hashes += 1 }
        guard byte(hashes) == UInt8(ascii: "\"") else { return false }
        let isLong = byte(hashes + 1) == UInt8(ascii: "\"") && byte(hashes + 2) == UInt8(ascii: "\"")
        take(hashes + (isLong ? 3 : 1), as: .literal)
        places.append(.literal(hashes: hashes, isLong: isLong))
        return true
    }

    private mutating func readLiteral(_ hashes: Int, _ isLong: Bool) {
        if byte(0) == UInt8(ascii: "\\"), (0..<hashes).allSatisfy({ byte(1 + $0) == UInt8(ascii: "#") }) {
            if byte(1 + hashes) == UInt8(ascii: "(") {
                take(2 + hashes, as: .code)
                places.append(.code(openParentheses: 1))
            } else {
                take(2 + hashes, as: .literal)
            }
            return
        }
        let quotes = isLong ? 3 : 1
        let closes =
            (0..<quotes).allSatisfy { byte($0) == UInt8(ascii: "\"") }
            && (0..<hashes).allSatisfy { byte(quotes + $0) == UInt8(ascii: "#") }
        if closes { places.removeLast() }
        take(closes ? quotes + hashes : 1, as: .literal)
    }
}
