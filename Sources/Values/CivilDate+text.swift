extension CivilDate: Comparable {
    package static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// ISO 8601: `2026-11-22`.
    package var text: String { String(Timestamp(microseconds: daysSince1970 * 86_400_000_000).rfc3339.prefix(10)) }

    /// Reads what `text` writes; nil for anything else.
    package init?(text: String) {
        guard text.utf8.count == 10, let midnight = Timestamp(rfc3339: "\(text)T00:00:00Z") else { return nil }
        self.init(daysSince1970: midnight.microseconds / 86_400_000_000)
        guard self.text == text else { return nil }
    }

    /// So many days later.
    package func adding(days: Int64) -> CivilDate { CivilDate(daysSince1970: daysSince1970 + days) }
}
