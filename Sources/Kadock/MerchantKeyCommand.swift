import ArgumentParser

/// `kadock merchant key`
struct MerchantKeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Keys that a merchant signs with.",
        subcommands: [MerchantKeyAdd.self, MerchantKeyRemove.self])
}
