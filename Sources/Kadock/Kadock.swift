import ArgumentParser

/// The operator's program.
@main
struct Kadock: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kadock",
        abstract: "Administers Kadock, and runs a whole one for development.",
        subcommands: [
            Up.self, Down.self, Migrate.self, MerchantCommand.self, SecretsCommand.self, PayerCommand.self,
            PolicyCommand.self,
            BatchesCommand.self, DifferencesCommand.self, WebhooksCommand.self, AuditCommand.self, DemoCommand.self,
            ShopCommand.self, BenchCommand.self,
        ])
}
