/// What somebody signs who makes certain mistakes.
struct MistakenText: Sendable {
    let mistakes: [SigningMistake]
    let bytes: [UInt8]

    init(_ parameters: [ReceivedParameter], _ mistakes: [SigningMistake]) {
        self.mistakes = mistakes
        var fields = parameters.filter { parameter in
            switch parameter.fate {
            case .signed: true
            case .empty: mistakes.contains(.emptyKept)
            case .signature: mistakes.contains(.typeSigned) && parameter.name.elementsEqual("sign_type".utf8)
            case .array, .nameless, .repeated, .contradicting: false
            }
        }
        if !mistakes.contains(.unsorted) { fields.sort { $0.name.lexicographicallyPrecedes($1.name) } }
        let pairs = fields.map { $0.name + [UInt8(ascii: "=")] + Self.value($0.value, mistakes) }
        bytes = Array(pairs.joined(separator: [UInt8(ascii: "&")]))
    }

    /// All that can be come by with two mistakes at most, each text once and with the fewest.
    static func all(_ parameters: [ReceivedParameter]) -> [MistakenText] {
        var seen: Set<[UInt8]> = []
        return SigningMistake.combinations.map { MistakenText(parameters, $0) }.filter {
            seen.insert($0.bytes).inserted
        }
    }

    private static func value(_ value: [UInt8], _ mistakes: [SigningMistake]) -> [UInt8] {
        mistakes.reduce(value) { value, mistake in
            switch mistake {
            case .encoded: Query.encoded(value)
            case .formEncoded: value.flatMap { $0 == 0x20 ? [UInt8(ascii: "+")] : Query.encoded([$0]) }
            case .escaped: value.flatMap(escaped)
            case .trimmed: trimmed(value)
            case .doubleEncoded: decoded(value)
            default: value
            }
        }
    }

    /// As PHP's `htmlspecialchars` writes it.
    private static func escaped(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case UInt8(ascii: "&"): Array("&amp;".utf8)
        case UInt8(ascii: "<"): Array("&lt;".utf8)
        case UInt8(ascii: ">"): Array("&gt;".utf8)
        case UInt8(ascii: "\""): Array("&quot;".utf8)
        case UInt8(ascii: "'"): Array("&#039;".utf8)
        default: [byte]
        }
    }

    private static func trimmed(_ value: [UInt8]) -> [UInt8] {
        let isBlank = { (byte: UInt8) in byte <= 0x20 }
        return Array(Array(value.drop(while: isBlank)).reversed().drop(while: isBlank).reversed())
    }

    /// Once more than needed.
    private static func decoded(_ value: [UInt8]) -> [UInt8] {
        let whole = value.flatMap { $0 == UInt8(ascii: "&") ? Array("%26".utf8) : [$0] }
        return Query(form: [UInt8(ascii: "=")] + whole).pairs.first?.value ?? []
    }
}
