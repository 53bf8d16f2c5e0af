/// A day of the week, Monday first (ISO 8601).
package enum Weekday: Int, Sendable, CaseIterable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// Of a day counted from 1970-01-01, a Thursday.
    package init(day: Int64) {
        let number = Int((day + 3) % 7)
        self = Self.allCases[number < 0 ? number + 7 : number]
    }

    /// As policies write it.
    package init?(word: String) {
        guard let day = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = day
    }

    package var word: String { String(String(describing: self).prefix(3)) }
}
