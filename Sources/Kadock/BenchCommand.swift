import ArgumentParser

/// `kadock bench`
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure a private stack, or shake it, or have it settle.",
        subcommands: [BenchMeasure.self, BenchSettle.self], defaultSubcommand: BenchMeasure.self)
}
