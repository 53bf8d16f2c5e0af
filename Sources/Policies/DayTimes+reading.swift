extension DayTimes {
    /// `weekdays`, `from` and `until` of an object, which may have others.
    init(_ reader: PolicyReader) {
        weekdays = reader.read("weekdays", .weekdays) ?? weekdays
        from = reader.read("from", .timeOfDay) ?? from
        until = reader.read("until", .timeOfDay) ?? until
        if from >= until { reader.faults.add(reader.place("until"), "must be later than from") }
    }
}
