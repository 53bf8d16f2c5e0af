import ArgumentParser

/// `kadock differences`
struct DifferencesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "differences",
        abstract: "What channels' statements and our records differ in, and what is to be done about it.",
        discussion: "One operator proposes, another one approves: approving is what moves money.",
        subcommands: [DifferencesList.self, DifferencesPropose.self, DifferencesApprove.self])
}
