/// Times that come again: some days of the week, from one time of day until another.
package struct DayTimes: Equatable, Sendable {
    package var weekdays = Set(Weekday.allCases)
    /// Seconds of the day, the first one that belongs.
    package var from: Int64 = 0
    /// Seconds of the day, the first one that does not belong any more; later than `from`.
    package var until: Int64 = 86_400

    package init() {}

    package func contains(_ time: LocalTime) -> Bool {
        weekdays.contains(time.weekday) && (from..<until).contains(time.secondOfDay)
    }
}
