import ArgumentParser

/// `kadock audit`
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Checking the books, and accounts that are frozen since theirs are broken.",
        subcommands: [AuditBalances.self, AuditList.self, AuditRelease.self])
}
