import ArgumentParser

/// `kadock merchant`
struct MerchantCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merchant",
        abstract: "Shops that dock with us: their keys, their money, what is agreed with them.",
        subcommands: [
            MerchantCreate.self, MerchantShow.self, MerchantList.self, MerchantSuspend.self, MerchantResume.self,
            MerchantTopup.self, MerchantSet.self, MerchantKeys.self, MerchantRotateKey.self, MerchantKeyCommand.self,
        ])
}
