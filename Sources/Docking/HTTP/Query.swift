/// The name-value pairs of a query (the URL standard's application/x-www-form-urlencoded), decoded to bytes.
///
/// Broken percent escapes stand for themselves, as the standard says; whoever needs text checks that it is UTF-8.
package struct Query: Sendable {
    /// One name with its value, as bytes.
    package struct Pair: Sendable, Equatable {
        package let name: [UInt8]
        package let value: [UInt8]
    }

    package let pairs: [Pair]

    /// Reads what follows the question mark.
    package init(_ raw: Substring) { self.init(form: Array(raw.utf8)) }

    /// Reads a form's body, whose bytes need not be text.
    package init(form raw: [UInt8]) {
        pairs = raw.split(separator: UInt8(ascii: "&")).map { sequence in
            let halves = sequence.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return Pair(name: Self.decoded(halves[0]), value: halves.count > 1 ? Self.decoded(halves[1]) : [])
        }
    }

    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        let bytes = Array(text)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "+"): result.append(0x20)
            case UInt8(ascii: "%"):
                if index + 2 < bytes.count, let high = nibble(bytes[index + 1]), let low = nibble(bytes[index + 2]) {
                    result.append(high << 4 | low)
                    index += 2
                } else {
                    result.append(bytes[index])
                }
            default: result.append(bytes[index])
            }
            index += 1
        }
        return result
    }

    private static func nibble(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 0x30
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - 0x37
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - 0x57
        default: nil
        }
    }

    /// One name or value as RFC 9421 §2.2.8 signs it: everything percent-encoded but letters, digits and `*-._`.
    static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return bytes.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "*"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"):
                [byte]
            default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }
}
