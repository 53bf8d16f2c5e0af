package import Values

/// How payments wait for windows, and when those are.
package struct BatchRules: Equatable, Sendable {
    /// When windows open: at `from`, and again after each interval until `until`, in the policy's zone.
    package var times = DayTimes()
    /// Divides an hour, or is a number of whole hours.
    package var everyMinutes: Int64 = 30
    /// What comes later than so many seconds before a window waits for the next one.
    package var cutOffSeconds: Int64 = 0
    /// Whether the money is set aside until then.
    package var reserves = false
    /// Minor units: how much a payer may owe to windows without money set aside; nil: as much as there is.
    package var exposure: Int64?
    /// In how many windows a payment is tried.
    package var tries: Int64 = 3

    package init() {}

    /// The first window that opens after a moment, whatever the cut-off.
    package func window(after moment: Timestamp, in zone: Zone) -> Timestamp {
        let first = LocalTime(moment, in: zone).day
        // Eight days hold every weekday, whatever the clock does on one of them.
        for day in (first - 1)...(first + 8) where times.weekdays.contains(Weekday(day: day)) {
            let openings = stride(from: times.from, to: times.until, by: Int64.Stride(everyMinutes * 60))
            let next = openings.lazy.map { zone.time(wallSeconds: day * 86_400 + $0) }.filter { $0 > moment }.min()
            if let next { return next }
        }
        return moment.adding(seconds: everyMinutes * 60)
    }

    /// The window in which a payment is charged that comes now.
    package func window(for now: Timestamp, in zone: Zone) -> Timestamp {
        window(after: now.adding(seconds: cutOffSeconds), in: zone)
    }
}
