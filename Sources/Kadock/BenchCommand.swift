import ArgumentParser

/// `kadock bench`
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure a private stack, or shake it, or have it settle, or time its refusals.",
        subcommands: [BenchMeasure.self, BenchSettle.self, BenchTiming.self], defaultSubcommand: BenchMeasure.self)
}
