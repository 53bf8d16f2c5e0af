import ArgumentParser
import Deductions
import DevStack
import Ledger
import MariaDB
import Payers

/// `kadock payer show`
struct PayerShow: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "A payer and its wallets.")

    @Argument(help: "The payer's id.")
    var payer: String

    @OptionGroup var place: OperatorPlace

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let payer = try desk.payer(payer)
            let wallets = try desk.read { session throws(DatabaseFailure) in
                try WalletStore.wallets(of: payer.id, session)
            }
            let view = PayerView(payer: payer, wallets: wallets)
            if place.json { Report.object { view.write(into: &$0) } } else { view.report() }
        }
    }
}
