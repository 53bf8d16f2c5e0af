import ArgumentParser
import DevStack
import JSON
import MariaDB
import Payers
import Values

/// `kadock payer unlock`
struct PayerUnlock: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock", abstract: "Lets a payer try its PIN again before the quarter of an hour is over.")

    @Argument(help: "The payer's id.")
    var payer: String

    @OptionGroup var place: OperatorPlace

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let payer = try desk.payer(payer)
            try desk.change { session throws(DatabaseFailure) in
                for isInside in [false, true] {
                    let key = PINGuardStore.key(login: payer.login, of: payer.merchant, isInside: isInside)
                    try PINGuardStore.remove(key, session)
                }
            }
            if place.json {
                Report.object { $0.field("id", payer.id.text) }
            } else {
                print("Payer \(payer.id.text) (\(payer.login)) may try its PIN again.")
            }
        }
    }
}
