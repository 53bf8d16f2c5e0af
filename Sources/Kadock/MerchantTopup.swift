import Merchants
import ArgumentParser
import Deductions
import DevStack
import Ledger
import Values

/// `kadock merchant topup`
struct MerchantTopup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topup", abstract: "Brings money from outside into a merchant's `available`.")

    @Argument(help: "The merchant's id or pid.")
    var merchant: String

    @OptionGroup var topup: TopupArguments
    @OptionGroup var place: OperatorPlace

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let merchant = try desk.merchant(merchant)
            let made = try topup.carryOut(into: merchant.id, .available, at: desk)
            topup.report(made, of: "merchant", json: place.json)
        }
    }
}
