import Deductions
import JSON
import Settlement
import Values

extension SettleReport {
    /// What happened on a day: for machines one line of JSON, for people a table. Amounts in minor units.
    static func report(_ report: DayReport, durationMilliseconds: Int64, json: Bool) {
        guard json else { return table(report) }
        var writer = JSONWriter(capacity: 2_048)
        writer.object { writer in
            writer.field("command", "report")
            writer.field("day", report.day.text)
            writer.array("currencies") { writer in
                for part in report.parts { writer.object { part.write(into: &$0) } }
            }
            writer.field("windows_stopped", report.windowsStopped)
            writer.field("statements", report.statements)
            writer.array("faults") { writer in
                for fault in report.faults {
                    writer.object { writer in
                        writer.field("file", fault.path)
                        writer.field("fault", fault.kind.rawValue)
                        writer.field("recreated", fault.isMended)
                    }
                }
            }
            writer.field("faulty", report.faults.count)
            writer.field("complete", report.failure == nil)
            writer.field("duration_ms", durationMilliseconds)
        }
        print(String(decoding: writer.bytes, as: UTF8.self))
    }

    private static func table(_ report: DayReport) {
        func line(_ name: String, _ count: Int64?, _ amount: Int64) {
            let count = count.map { "\($0)" } ?? ""
            print("  \(padded(name, 30, isRight: false))\(padded(count, 12))\(padded("\(amount)", 22))")
        }
        print("\(report.day.text), amounts in minor units")
        for part in report.parts {
            print(part.currency.code)
            for figures in part.payments {
                line("\(figures.mode.rawValue) \(figures.state.rawValue)", figures.count, figures.amount)
            }
            line("captured", nil, part.captured)
            line("refunded", nil, part.refunded)
            line("fees", nil, part.fees)
            line("payouts", part.payouts, part.paid)
            line("withdrawals", part.withdrawals, part.withdrawn)
        }
        print("\(report.windowsStopped) windows wait for an operator")
        print("\(report.statements) statements checked, \(report.faults.count) not as they should be")
        for fault in report.faults {
            print("  \(fault.path): \(fault.kind.rawValue)\(fault.isMended ? ", written again" : "")")
        }
    }

    private static func padded(_ text: String, _ width: Int, isRight: Bool = true) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return isRight ? space + text : text + space
    }
}

extension DayReport.Part {
    fileprivate func write(into writer: inout JSONWriter) {
        writer.field("currency", currency.code)
        writer.array("payments") { writer in
            for figures in payments {
                writer.object { writer in
                    writer.field("mode", figures.mode.rawValue)
                    writer.field("state", figures.state.rawValue)
                    writer.field("count", figures.count)
                    writer.field("amount", figures.amount)
                }
            }
        }
        writer.field("captured", captured)
        writer.field("refunded", refunded)
        writer.field("fees", fees)
        writer.field("payouts", payouts)
        writer.field("paid", paid)
        writer.field("withdrawals", withdrawals)
        writer.field("withdrawn", withdrawn)
    }
}
