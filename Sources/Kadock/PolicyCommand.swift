import ArgumentParser

/// `kadock policy`
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Merchants' deduction policies: which mode a payment has, on which terms.",
        subcommands: [PolicySet.self, PolicyShow.self, PolicyHistory.self, PolicyExplain.self])
}
