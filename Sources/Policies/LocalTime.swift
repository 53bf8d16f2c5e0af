package import Values

/// A moment as a calendar and a clock on a wall show it.
package struct LocalTime: Equatable, Sendable {
    /// Days since 1970-01-01.
    package let day: Int64
    /// 0 to 86,399.
    package let secondOfDay: Int64

    package init(_ time: Timestamp, in zone: Zone) {
        let wall = zone.wallSeconds(time)
        let second = wall % 86_400
        secondOfDay = second < 0 ? second + 86_400 : second
        day = (wall - secondOfDay) / 86_400
    }

    package var weekday: Weekday { Weekday(day: day) }
}
