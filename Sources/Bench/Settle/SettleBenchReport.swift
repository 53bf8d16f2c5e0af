import JSON

/// What windows were measured to cost, and whether all was charged exactly once.
package struct SettleBenchReport {
    package let plan: SettlePlan
    /// Seconds that the plain writer needed for its share, twice.
    var plainSeconds = 0.0
    /// Processor time of the plain writer and the server in those.
    var plainProcessorSeconds = 0.0
    var settled = SettleRuns.Result()
    /// Everything that must not be; empty after a good run.
    package internal(set) var problems: [String] = []

    init(plan: SettlePlan) { self.plan = plan }

    package var kills: Int { settled.kills }
    /// Payments charged a second while the program ran.
    package var itemsPerSecond: Double { Double(plan.items) / max(settled.seconds, 0.001) }
    package var plainPerSecond: Double { 2 * Double(plan.items(of: plan.plain)) / max(plainSeconds, 0.001) }

    /// Processor time for one payment, in all.
    private var processorMicroseconds: (settled: Double, plain: Double) {
        let used = settled.ownProcessorSeconds + settled.serverProcessorSeconds
        return (used * 1e6 / Double(plan.items), plainProcessorSeconds * 5e5 / Double(plan.items(of: plan.plain)))
    }

    /// False: the run is void.
    package var isSound: Bool { problems.isEmpty }

    package var judgements: [Judgement] {
        [
            ("windows ÷ the same rows written plainly", itemsPerSecond / plainPerSecond, .atLeast(0.5), "×"),
            ("memory of kadock-settle", Double(settled.peakBytes) / 1_048_576, .atMost(300), "MiB"),
            ("sums that are not exact, invariants that do not hold", Double(problems.count), .atMost(0), "of them"),
        ].compactMap { title, value, bound, unit in
            Spread([value]).map { Judgement(title, $0, bound, unit: unit) }
        }
    }

    package var markdown: String {
        var lines = [
            Machine.current.description, "",
            "\(plan.items) payments of \(plan.payers) payers and \(plan.merchants) merchants, "
                + "\(plan.lanes) lanes; killed \(settled.kills) times.", "",
            "| batch windows | payments per second | processor µs |", "|---|---|---|",
            "| `kadock-settle run` | \(Int(itemsPerSecond)) | \(BenchReport.text(processorMicroseconds.settled)) |",
            "| the same rows written plainly, \(plan.lanes) sessions | \(Int(plainPerSecond)) "
                + "| \(BenchReport.text(processorMicroseconds.plain)) |", "",
            "| limit | measured | due | |", "|---|---|---|---|",
        ]
        for judgement in judgements {
            let due =
                switch judgement.bound {
                case .atLeast(let limit): "≥ \(BenchReport.text(limit)) \(judgement.unit)"
                case .atMost(let limit): "≤ \(BenchReport.text(limit)) \(judgement.unit)"
                }
            lines.append(
                "| \(judgement.title) | \(BenchReport.text(judgement.measured.median)) \(judgement.unit) | \(due) "
                    + "| \(judgement.isMet ? "met" : "**missed**") |")
        }
        lines += ["", problems.isEmpty ? "All sums are exact and all invariants hold." : "VOID: \(problems)"]
        return lines.joined(separator: "\n") + "\n"
    }

    package var json: [UInt8] {
        var writer = JSONWriter(capacity: 1_024)
        writer.object { writer in
            writer.field("machine", Machine.current.description)
            writer.field("items", plan.items)
            writer.field("payers", plan.payers)
            writer.field("merchants", plan.merchants)
            writer.field("lanes", plan.lanes)
            writer.field("kills", settled.kills)
            writer.field("per_second", Int(itemsPerSecond))
            writer.field("plain_per_second", Int(plainPerSecond))
            writer.field("processor_nanoseconds", Int(processorMicroseconds.settled * 1_000))
            writer.field("plain_processor_nanoseconds", Int(processorMicroseconds.plain * 1_000))
            writer.field("peak_bytes", settled.peakBytes)
            writer.array("limits") { writer in
                for judgement in judgements { BenchReport.write(judgement, to: &writer) }
            }
            writer.array("problems") { writer in
                for problem in problems { writer.string(problem) }
            }
            writer.field("good", isSound && judgements.allSatisfy(\.isMet))
        }
        return writer.bytes
    }
}
