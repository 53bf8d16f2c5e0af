extension BatchRules {
    init(_ reader: PolicyReader) {
        times = DayTimes(reader)
        everyMinutes = reader.read("every_minutes", .integer(1...1440)) ?? everyMinutes
        if 60 % everyMinutes != 0 && everyMinutes % 60 != 0 {
            reader.faults.add(reader.place("every_minutes"), "must divide an hour or be whole hours")
        }
        cutOffSeconds = reader.read("cut_off_seconds", .integer(0...86_400)) ?? cutOffSeconds
        reserves = reader.read("reserve", .flag) ?? reserves
        exposure = reader.read("exposure", .amount, orNull: true)
        tries = reader.read("tries", .integer(1...100)) ?? tries
        reader.finish(
            "weekdays", "from", "until", "every_minutes", "cut_off_seconds", "reserve", "exposure", "tries")
    }
}
