import Foundation

extension BenchReport {
    /// The tables of the README.
    package var markdown: String {
        [machine.description, scenarioTable, eventTable, judgementTable, rowsTable, verdict]
            .filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var scenarioTable: String {
        var lines = [
            "| scenario | per second (min – max) | p50 ms | p99 ms | max ms | refused | processor µs: "
                + ProcessGroup.allCases.map(\.rawValue).joined(separator: " / ") + " |",
            "|---|---|---|---|---|---|---|",
        ]
        for scenario in Scenario.allCases {
            guard let rate = spread(scenario, \.ratePerSecond), let p50 = spread(scenario, \.p50Milliseconds),
                let p99 = spread(scenario, \.p99Milliseconds), let longest = spread(scenario, \.longestMilliseconds)
            else { continue }
            let shed = spread(scenario) { Double($0.shed) / Double(max(1, $0.succeeded + $0.shed + $0.failed)) * 100 }
            let used = ProcessGroup.allCases.map { group in
                text(spread(scenario) { $0.microsecondsPerItem[group] ?? 0 }?.median ?? 0)
            }
            lines.append(
                "| \(scenario.title) | \(text(rate.median)) (\(text(rate.least)) – \(text(rate.greatest))) "
                    + "| \(text(p50.median)) | \(text(p99.median)) | \(text(longest.greatest)) "
                    + "| \(text(shed?.median ?? 0)) % | \(used.joined(separator: " / ")) |")
        }
        return lines.count > 2 ? lines.joined(separator: "\n") : ""
    }

    private var eventTable: String {
        var lines = [
            "| events | p50 / p99 ms to the position | ms after the load | p50 / p99 ms until told | ms after the load "
                + "| told, of them twice |",
            "|---|---|---|---|---|---|",
        ]
        for scenario in [Scenario.sequenced, .webhooks] {
            let lags = (samples[scenario] ?? []).compactMap(\.lags)
            func median(_ value: (EventLags) -> Double) -> String { text(Spread(lags.map(value))?.median ?? 0) }
            guard !lags.isEmpty else { continue }
            lines.append(
                "| \(scenario.title) | \(median { $0.sequencing.p50Milliseconds }) "
                    + "/ \(median { $0.sequencing.p99Milliseconds }) | \(median(\.sequencedAfterMilliseconds)) "
                    + "| \(median { $0.delivery.p50Milliseconds }) / \(median { $0.delivery.p99Milliseconds }) "
                    + "| \(median(\.deliveredAfterMilliseconds)) "
                    + "| \(lags.reduce(0) { $0 + $1.arrived }), \(lags.reduce(0) { $0 + $1.repeated }) |")
        }
        return lines.count > 2 ? lines.joined(separator: "\n") : ""
    }

    private var judgementTable: String {
        guard !judgements.isEmpty else { return "" }
        var lines = ["| limit | measured (min – max) | due | |", "|---|---|---|---|"]
        for judgement in judgements {
            let due =
                switch judgement.bound {
                case .atLeast(let limit): "≥ \(text(limit)) \(judgement.unit)"
                case .atMost(let limit): "≤ \(text(limit)) \(judgement.unit)"
                }
            let measured = judgement.measured
            let ends =
                measured.least == measured.greatest
                ? "" : " (\(text(measured.least)) – \(text(measured.greatest)))"
            lines.append(
                "| \(judgement.title) | \(text(measured.median))\(ends) \(judgement.unit) | \(due) "
                    + "| \(judgement.isMet ? "met" : "**missed**") |")
        }
        return lines.joined(separator: "\n")
    }

    private var rowsTable: String {
        guard !rowsPerCharge.isEmpty else { return "" }
        let rows = rowsPerCharge.map { "| `\($0.table)` | \(text($0.rows)) |" }
        return (["| table | rows written per charge |", "|---|---|"] + rows).joined(separator: "\n")
    }

    private var verdict: String {
        violations.isEmpty
            ? "All invariants hold."
            : "VOID, invariants are violated: \(violations.joined(separator: ", "))."
    }

    private func text(_ value: Double) -> String { Self.text(value) }

    /// As many digits as mean something.
    static func text(_ value: Double) -> String {
        switch abs(value) {
        case 0: "0"
        case 100...: String(format: "%.0f", value)
        case 10..<100: String(format: "%.1f", value)
        default: String(format: "%.2f", value)
        }
    }
}
