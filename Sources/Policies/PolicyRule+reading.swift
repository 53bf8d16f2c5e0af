import JSON
import Values

extension PolicyRule {
    /// nil: something is wrong with it, and noted.
    init?(_ reader: PolicyReader) {
        for name in ["name", "mode"] where !reader.all.contains(where: { $0.key == name }) {
            reader.faults.add(reader.place(name), "missing")
        }
        reader.finish(
            "name", "priority", "enforce", "mode", "scenarios", "currency", "amount_from", "amount_to", "weekdays",
            "from", "until", "first_day", "last_day", "hold")
        guard let name = reader.read("name", .text(1...64)), let mode = reader.read("mode", .mode) else { return nil }
        self.init(name: name, mode: mode)
        priority = reader.read("priority", .integer(-1_000...1_000)) ?? priority
        enforces = reader.read("enforce", .flag) ?? enforces
        scenarios = reader.read("scenarios", .scenarios, orNull: true)
        currency = reader.read("currency", .currency, orNull: true)
        smallest = reader.read("amount_from", .amount, orNull: true)
        largest = reader.read("amount_to", .amount, orNull: true)
        if let smallest, let largest, smallest > largest {
            reader.faults.add(reader.place("amount_to"), "must not be less than amount_from")
        }
        times = DayTimes(reader)
        firstDay = reader.read("first_day", .day, orNull: true)
        lastDay = reader.read("last_day", .day, orNull: true)
        if let firstDay, let lastDay, firstDay > lastDay {
            reader.faults.add(reader.place("last_day"), "must not be before first_day")
        }
        if let inner = reader.object("hold") {
            hold = HoldTerms(
                seconds: inner.read("seconds", .integer(1...HoldTerms.longestSeconds)) ?? HoldTerms.usual.seconds,
                capturer: inner.read("capture_by", .capturer) ?? HoldTerms.usual.capturer)
            inner.finish("seconds", "capture_by")
            if mode != .preauth { reader.faults.add(reader.place("hold"), "means nothing without mode preauth") }
        }
    }
}
