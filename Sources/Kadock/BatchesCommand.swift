import ArgumentParser

/// `kadock batches`
struct BatchesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batches", abstract: "Batch windows: which ones wait for an operator, and letting them go on.",
        subcommands: [BatchesList.self, BatchesRelease.self])
}
