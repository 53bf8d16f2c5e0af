import ArgumentParser

/// `kadock payer`
struct PayerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payer", abstract: "Who is charged: their wallets, whether they may be charged.",
        subcommands: [
            PayerCreate.self, PayerShow.self, PayerTopup.self, PayerCredit.self, PayerBlock.self,
            PayerUnblock.self, PayerUnlock.self,
        ])
}
