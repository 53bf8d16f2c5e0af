package import JSON
import Values

extension Policy {
    /// Writes all members, defaults too, in one order: equal policies have equal bytes.
    package func write(into writer: inout JSONWriter) {
        writer.field("time_zone", zone.name)
        writer.field("mode", mode.rawValue)
        writer.object("scenarios") { writer in
            for (name, mode) in scenarios.sorted(by: { $0.key < $1.key }) {
                writer.field(named: name, .string(mode.rawValue))
            }
        }
        writer.array("rules") { writer in
            for rule in rules { writer.object { rule.write(into: &$0) } }
        }
        writer.object("hold") { writer in
            hold.write(into: &writer)
            writer.field("over_capture_basis_points", overCaptureBasisPoints)
        }
        writer.object("batch") { batch.write(into: &$0) }
        writer.object("fees") { fees.write(into: &$0) }
        writer.object("caps") { $0.field("payment", largestPayment) }
        writer.object("fail_posture") { $0.field("realtime_up_to", unscoredLimit) }
        writer.object("on_pressure") { writer in
            writer.field("action", pressure.queues ? "queue" : "reject")
            writer.field("threshold_percent", pressure.thresholdPercent)
        }
    }

    package var json: [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.object { write(into: &$0) }
        return writer.bytes
    }
}

extension HoldTerms {
    fileprivate func write(into writer: inout JSONWriter) {
        writer.field("seconds", seconds)
        writer.field("capture_by", capturer.rawValue)
    }
}

extension DayTimes {
    fileprivate func write(into writer: inout JSONWriter) {
        writer.array("weekdays") { writer in
            for day in Weekday.allCases where weekdays.contains(day) { writer.string(day.word) }
        }
        writer.field("from", Self.text(from))
        writer.field("until", Self.text(until))
    }

    private static func text(_ second: Int64) -> String {
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return two(second / 3600) + ":" + two(second / 60 % 60)
    }
}

extension PolicyRule {
    fileprivate func write(into writer: inout JSONWriter) {
        writer.field("name", name)
        writer.field("priority", priority)
        writer.field("enforce", enforces)
        writer.field("mode", mode.rawValue)
        if let scenarios {
            writer.array("scenarios") { writer in
                for scenario in scenarios.sorted() { writer.string(scenario) }
            }
        } else {
            writer.null("scenarios")
        }
        writer.field("currency", currency?.code)
        writer.field("amount_from", smallest)
        writer.field("amount_to", largest)
        times.write(into: &writer)
        writer.field("first_day", firstDay.map(Self.text))
        writer.field("last_day", lastDay.map(Self.text))
        if let hold { writer.object("hold") { hold.write(into: &$0) } }
    }

    private static func text(_ day: Int64) -> String {
        String(Timestamp(microseconds: day * 86_400_000_000).rfc3339.prefix(10))
    }
}

extension BatchRules {
    fileprivate func write(into writer: inout JSONWriter) {
        times.write(into: &writer)
        writer.field("every_minutes", everyMinutes)
        writer.field("cut_off_seconds", cutOffSeconds)
        writer.field("reserve", reserves)
        writer.field("exposure", exposure)
        writer.field("tries", tries)
    }
}

extension FeeRules {
    func write(into writer: inout JSONWriter) {
        writer.field("basis_points", basisPoints)
        writer.field("fixed", fixed)
        writer.field("minimum", minimum)
        writer.field("maximum", maximum)
        writer.field("bearer", "merchant")
        writer.field("refund_fee", returnsWithRefund)
    }
}
