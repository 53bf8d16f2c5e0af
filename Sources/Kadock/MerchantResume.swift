import Merchants
import ArgumentParser

/// `kadock merchant resume`
struct MerchantResume: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Lets a suspended merchant trade again.")

    @Argument(help: "The merchant's id or pid.")
    var merchant: String

    @Option(help: "Who answers for it; kept with the change.")
    var by = "operator"

    @OptionGroup var place: OperatorPlace

    func run() throws { try MerchantSuspend.set(.active, of: merchant, by: by, place) }
}
