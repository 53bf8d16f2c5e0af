import ArgumentParser
import Deductions
import DevStack
import Ledger
import Payers

/// `kadock payer topup`
struct PayerTopup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topup", abstract: "Brings money from outside into a payer's wallet.")

    @Argument(help: "The payer's id.")
    var payer: String

    @OptionGroup var topup: TopupArguments
    @OptionGroup var place: OperatorPlace

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let payer = try desk.payer(payer)
            let made = try topup.carryOut(into: payer.id, .wallet, at: desk)
            topup.report(made, of: "payer", json: place.json)
        }
    }
}
