/// The query of a look into the feed.
struct EventListForm {
    /// The last position that the merchant has seen.
    private(set) var after: Int64 = 0
    private(set) var limit = 100
    /// How long to wait for an event if there is none.
    private(set) var waitSeconds = 0

    /// Throws all mistakes at once: a name that is unknown or comes twice, a value that is no such number.
    init(_ query: Substring) throws(Problem) {
        var errors: [FieldError] = []
        var seen: Set<[UInt8]> = []
        for pair in Query(query).pairs {
            let name = String(decoding: pair.name, as: UTF8.self)
            guard seen.insert(pair.name).inserted else {
                errors.append(FieldError(name, "must come once"))
                continue
            }
            if let reason = take(name, pair.value) { errors.append(FieldError(name, reason)) }
        }
        guard errors.isEmpty else { throw Problem(.invalidRequest, errors: errors) }
    }

    private mutating func take(_ name: String, _ value: [UInt8]) -> String? {
        switch name {
        case "after":
            guard let number = Self.number(value, in: 0...Int64.max) else { return "must be a position of the feed" }
            after = number
        case "limit":
            guard let number = Self.number(value, in: 1...1_000) else { return "must be 1 to 1000" }
            limit = Int(number)
        case "wait":
            guard let number = Self.number(value, in: 0...20) else { return "must be 0 to 20 seconds" }
            waitSeconds = Int(number)
        default: return "unknown"
        }
        return nil
    }

    /// Digits only: Int64 would also take a sign.
    private static func number(_ value: [UInt8], in range: ClosedRange<Int64>) -> Int64? {
        guard !value.isEmpty, value.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int64(String(decoding: value, as: UTF8.self)), range.contains(number)
        else { return nil }
        return number
    }
}
