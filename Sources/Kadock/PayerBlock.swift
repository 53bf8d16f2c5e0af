import Values
import ArgumentParser
import DevStack
import JSON
import MariaDB
import Payers

/// `kadock payer block`
struct PayerBlock: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "block", abstract: "From now on every charge of this payer is declined.")

    @Argument(help: "The payer's id.")
    var payer: String

    @OptionGroup var place: OperatorPlace

    func run() throws { try Self.set(.blocked, of: payer, place) }

    /// Sets the state and tells it.
    static func set(_ state: Payer.State, of name: String, _ place: OperatorPlace) throws {
        try place.run { desk throws(StackFailure) in
            let payer = try desk.payer(name)
            try desk.change { session throws(DatabaseFailure) in
                try PayerStore.setState(state, of: payer.id, session)
            }
            if place.json {
                Report.object { writer in
                    writer.field("id", payer.id.text)
                    writer.field("state", state.rawValue)
                }
            } else {
                print("Payer \(payer.id.text) (\(payer.login)) is \(state.rawValue).")
            }
        }
    }
}
