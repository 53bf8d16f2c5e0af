import Merchants
import ArgumentParser

/// `kadock merchant resume`
struct MerchantResume: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Lets a suspended merchant trade again.")

    @Argument(help: "The merchant's id or pid.")
    var merchant: String

    @OptionGroup var place: OperatorPlace

    func run() throws { try MerchantSuspend.set(.active, of: merchant, place) }
}
