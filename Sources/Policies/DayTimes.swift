/// Times that come again: some days of the week, from one time of day until another.
package struct DayTimes: Equatable, Sendable {
    package var weekdays = Set(Weekday.allCases)
    /// Seconds of the day, the first one that belongs.
    package var from: Int64 = 0
    /// Seconds of the day, the first one that does not belong any more; later than `from`.
    package var until: Int64 = 86_400

    package init() {}

    /// Why a time does not belong: the member that says so; nil: it belongs.
    package func obstacle(to time: LocalTime) -> String? {
        if !weekdays.contains(time.weekday) { return "weekdays" }
        if time.secondOfDay < from { return "from" }
        return time.secondOfDay < until ? nil : "until"
    }
}
