import Payers
import ArgumentParser

/// `kadock payer unblock`
struct PayerUnblock: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unblock", abstract: "Lets a blocked payer be charged again.")

    @Argument(help: "The payer's id.")
    var payer: String

    @OptionGroup var place: OperatorPlace

    func run() throws { try PayerBlock.set(.active, of: payer, place) }
}
