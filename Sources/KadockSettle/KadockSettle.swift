import ArgumentParser

/// The scheduled work.
@main
struct KadockSettle: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kadock-settle",
        abstract: "Does what is due by the clock. Safe to start twice, on any machine, at any moment.",
        discussion: """
            Ends with 0 when all is done, with 1 when it could not, with 64 when the command line or the configuration \
            was not understood, and with 75 when something is to be tried again.
            """,
        subcommands: [Run.self, Expire.self, PayoutCommand.self, Reconcile.self, ReportCommand.self])
}
