/// Finds one HTTP/1.1 answer (RFC 9112) at the beginning of received bytes.
///
/// An answer mostly arrives in one piece, so parsing begins anew with every piece: no state, little code.
struct HTTPAnswerParser {
    enum Progress: Equatable {
        case incomplete
        /// The answer, and how many bytes it took up.
        case complete(HTTPAnswer, consumed: Int)
    }

    private enum Framing {
        case none
        case length(Int)
        case chunked
    }

    private static let carriageReturn = UInt8(ascii: "\r")
    private static let lineFeed = UInt8(ascii: "\n")
    /// A length beyond this is no answer of this product.
    private static let bodyLimit = 16_777_216

    private var answer = HTTPAnswer()
    private var framing = Framing.none
    private var hasLength = false

    /// Only the first `count` of `bytes` are received; not keeping the body spares a copy where the status is enough.
    static func parse(
        _ bytes: [UInt8], count: Int, keepingBody: Bool
    ) throws(HTTPFailure) -> Progress {
        var parser = HTTPAnswerParser()
        var position = 0
        guard let statusLine = line(in: bytes, from: 0, count: count) else { return .incomplete }
        try parser.readStatus(bytes, statusLine)
        position = statusLine.upperBound + 2
        while true {
            guard let header = line(in: bytes, from: position, count: count) else { return .incomplete }
            position = header.upperBound + 2
            if header.isEmpty { break }
            try parser.readHeader(bytes, header)
        }
        return try parser.readBody(bytes, from: position, count: count, keepingBody: keepingBody)
    }

    /// The next line without its CRLF.
    private static func line(in bytes: [UInt8], from start: Int, count: Int) -> Range<Int>? {
        var index = start
        while index + 1 < count {
            if bytes[index] == carriageReturn, bytes[index + 1] == lineFeed { return start..<index }
            index += 1
        }
        return nil
    }

    /// `HTTP/1.1 201 Created`
    private mutating func readStatus(_ bytes: [UInt8], _ line: Range<Int>) throws(HTTPFailure) {
        guard line.count >= 12, bytes[line.lowerBound..<line.lowerBound + 9].elementsEqual("HTTP/1.1 ".utf8),
            let status = Self.number(bytes, line.lowerBound + 9..<line.lowerBound + 12), status >= 200
        else { throw .malformed("status line") }
        answer.status = status
    }

    private mutating func readHeader(_ bytes: [UInt8], _ line: Range<Int>) throws(HTTPFailure) {
        guard let colon = bytes[line].firstIndex(of: UInt8(ascii: ":")) else { throw .malformed("header") }
        let name = line.lowerBound..<colon
        let value = Self.trimmed(bytes, colon + 1..<line.upperBound)
        // Few headers matter, and no two of them are equally long.
        switch name.count {
        case 10 where Self.equal(bytes, name, "connection"):
            answer.closesConnection = Self.equal(bytes, value, "close")
        case 11 where Self.equal(bytes, name, "retry-after"):
            answer.retryAfterSeconds = Self.number(bytes, value)
        case 14 where Self.equal(bytes, name, "content-length"):
            guard let length = Self.number(bytes, value), length <= Self.bodyLimit, !hasLength else {
                throw .malformed("content-length")
            }
            hasLength = true
            framing = .length(length)
        case 17 where Self.equal(bytes, name, "transfer-encoding"):
            guard Self.equal(bytes, value, "chunked"), !hasLength else { throw .malformed("transfer-encoding") }
            framing = .chunked
        case 20 where Self.equal(bytes, name, "idempotency-replayed"):
            answer.isReplay = Self.equal(bytes, value, "true")
        default:
            break
        }
    }

    private consuming func readBody(
        _ bytes: [UInt8], from start: Int, count: Int, keepingBody: Bool
    ) throws(HTTPFailure) -> Progress {
        if answer.status == 204 || answer.status == 304 { return .complete(answer, consumed: start) }
        switch framing {
        case .none:
            // An answer that ends with its connection could be cut off unnoticed: nobody here sends one.
            throw .malformed("an answer without a length")
        case .length(let length):
            guard count - start >= length else { return .incomplete }
            if keepingBody { answer.body = Array(bytes[start..<start + length]) }
            return .complete(answer, consumed: start + length)
        case .chunked:
            return try readChunks(bytes, from: start, count: count, keepingBody: keepingBody)
        }
    }

    private consuming func readChunks(
        _ bytes: [UInt8], from start: Int, count: Int, keepingBody: Bool
    ) throws(HTTPFailure) -> Progress {
        var position = start
        while true {
            guard let sizeLine = Self.line(in: bytes, from: position, count: count) else { return .incomplete }
            let digits = bytes[sizeLine].prefix { $0 != UInt8(ascii: ";") }
            guard let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size >= 0,
                size <= Self.bodyLimit
            else { throw .malformed("chunk size") }
            position = sizeLine.upperBound + 2
            if size == 0 { break }
            guard count - position >= size + 2 else { return .incomplete }
            if keepingBody { answer.body += bytes[position..<position + size] }
            position += size + 2
        }
        while let trailer = Self.line(in: bytes, from: position, count: count) {
            position = trailer.upperBound + 2
            if trailer.isEmpty { return .complete(answer, consumed: position) }
        }
        return .incomplete
    }

    private static func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, bytes[lower] == 0x20 || bytes[lower] == 0x09 { lower += 1 }
        while lower < upper, bytes[upper - 1] == 0x20 || bytes[upper - 1] == 0x09 { upper -= 1 }
        return lower..<upper
    }

    /// Compares without regard to the case of ASCII letters; `lowered` holds no capitals.
    private static func equal(_ bytes: [UInt8], _ range: Range<Int>, _ lowered: String) -> Bool {
        guard range.count == lowered.utf8.count else { return false }
        var index = range.lowerBound
        for expected in lowered.utf8 {
            let byte = bytes[index]
            guard (byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) == expected else { return false }
            index += 1
        }
        return true
    }

    /// A plain decimal number of at most nine digits.
    private static func number(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
        guard !range.isEmpty, range.count <= 9 else { return nil }
        var value = 0
        for byte in bytes[range] {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }
}
