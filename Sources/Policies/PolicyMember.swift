import JSON
import Values

/// What a member of a policy has to be.
struct PolicyMember<Value>: Sendable {
    let demand: String
    let read: @Sendable (JSONValue) -> Value?
}

extension PolicyMember<Int64> {
    static func integer(_ range: ClosedRange<Int64>) -> Self {
        Self(demand: "must be an integer from \(range.lowerBound) to \(range.upperBound)") { value in
            value.integer.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// Minor units of any currency.
    static let amount = integer(0...1_000_000_000_000)

    static let basisPoints = integer(0...10_000)

    /// `09:30`, or `24:00` for the end of the day; read as seconds.
    static let timeOfDay = Self(demand: "must be a time as 09:30, up to 24:00") { value in
        guard let text = value.text.map({ Array($0.utf8) }), text.count == 5, text[2] == UInt8(ascii: ":"),
            let hour = number(text[0..<2]), let minute = number(text[3..<5]), minute < 60,
            hour < 24 || (hour == 24 && minute == 0)
        else { return nil }
        return hour * 3600 + minute * 60
    }

    /// `2026-11-11`; read as days since 1970-01-01.
    static let day = Self(demand: "must be a day as 2026-11-11") { value in
        guard let text = value.text, text.utf8.count == 10, let time = Timestamp(rfc3339: text + "T00:00:00Z") else {
            return nil
        }
        return time.microseconds / 86_400_000_000
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int64($1 - 48) }
    }
}

extension PolicyMember<Timestamp> {
    static let time = Self(demand: "must be a time of RFC 3339") { $0.text.flatMap(Timestamp.init(rfc3339:)) }
}

extension PolicyMember<Bool> {
    static let flag = Self(demand: "must be true or false") { value in
        guard case .bool(let flag) = value else { return nil }
        return flag
    }
}

extension PolicyMember<String> {
    /// `demand` says which words there are, where not all are welcome.
    static func text(_ range: ClosedRange<Int>) -> Self {
        Self(demand: "must be a text of \(range.lowerBound) to \(range.upperBound) bytes without control characters") {
            guard let text = $0.text, range.contains(text.utf8.count),
                !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
            else { return nil }
            return text
        }
    }

    static func word(_ words: String...) -> Self {
        Self(demand: "must be one of: " + words.joined(separator: ", ")) { value in
            value.text.flatMap { words.contains($0) ? $0 : nil }
        }
    }
}

extension PolicyMember<Mode> {
    static let mode = Self(demand: "must be realtime, batch or preauth") { value in
        value.text.flatMap(Mode.init(rawValue:)).flatMap { $0 == .hybrid ? nil : $0 }
    }
}

extension PolicyMember<Currency> {
    static let currency = Self(demand: "must be a currency's three letters") { $0.text.flatMap(Currency.init(code:)) }
}

extension PolicyMember<Zone> {
    static let zone = Self(demand: "must be the name of a time zone, as Asia/Shanghai") { $0.text.flatMap(Zone.init) }
}

extension PolicyMember<HoldTerms.Capturer> {
    static let capturer = Self(demand: "must be merchant, payer or auto") { value in
        value.text.flatMap(HoldTerms.Capturer.init(rawValue:))
    }
}

extension PolicyMember<Set<String>> {
    static let scenarios = Self(demand: "must be an array of 1 to 100 texts of 1 to 64 bytes") { value in
        list(value, PolicyMember<String>.text(1...64), 1...100)
    }
}

extension PolicyMember<Set<Weekday>> {
    static let weekdays = Self(demand: "must be an array of mon, tue, wed, thu, fri, sat, sun") { value in
        list(value, PolicyMember<Weekday>(demand: "") { $0.text.flatMap(Weekday.init(word:)) }, 1...7)
    }
}

private func list<Item: Hashable & Sendable>(
    _ value: JSONValue, _ rule: PolicyMember<Item>, _ count: ClosedRange<Int>
) -> Set<Item>? {
    guard case .array(let values) = value, count.contains(values.count) else { return nil }
    let items = values.compactMap(rule.read)
    return items.count == values.count ? Set(items) : nil
}
