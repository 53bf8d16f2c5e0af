extension Timestamp {
    /// Reads RFC 3339 with any offset and up to six decimal places; nil for anything else.
    /// A leap second (`:60`) is refused: the clock behind us has none.
    package init?(rfc3339 text: String) {
        var rest = Array(text.utf8)[...]
        func number(_ width: Int) -> Int64? {
            guard rest.count >= width, rest.prefix(width).allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
            defer { rest = rest.dropFirst(width) }
            return rest.prefix(width).reduce(0) { $0 * 10 + Int64($1 - 48) }
        }
        func take(_ accepted: String) -> UInt8? {
            guard let first = rest.first, accepted.utf8.contains(first) else { return nil }
            rest = rest.dropFirst()
            return first
        }
        guard let year = number(4), take("-") != nil, let month = number(2), take("-") != nil, let day = number(2),
            take("Tt") != nil, let hour = number(2), take(":") != nil, let minute = number(2), take(":") != nil,
            let second = number(2), (1...12).contains(month),
            (1...CivilDate.days(inMonth: month, of: year)).contains(day),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var fraction: Int64 = 0
        if take(".") != nil {
            let digits = rest.prefix(while: { $0 >= 48 && $0 <= 57 }).count
            guard (1...6).contains(digits), let value = number(digits) else { return nil }
            fraction = (digits..<6).reduce(value) { value, _ in value * 10 }
        }
        guard let zone = take("Zz+-") else { return nil }
        var offsetSeconds: Int64 = 0
        if zone == UInt8(ascii: "+") || zone == UInt8(ascii: "-") {
            guard let hours = number(2), take(":") != nil, let minutes = number(2), hours < 24, minutes < 60 else {
                return nil
            }
            offsetSeconds = (hours * 3600 + minutes * 60) * (zone == UInt8(ascii: "-") ? -1 : 1)
        }
        guard rest.isEmpty else { return nil }
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offsetSeconds
        self.init(microseconds: seconds * 1_000_000 + fraction)
    }
}
