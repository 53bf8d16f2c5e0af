import Values
import ArgumentParser
import Deductions
import DevStack
import JSON
import MariaDB
import Merchants

/// `kadock merchant suspend`
struct MerchantSuspend: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspend",
        abstract: "Stops a merchant's trade: its requests are refused as soon as the workers have heard of it.")

    @Argument(help: "The merchant's id or pid.")
    var merchant: String

    @Option(help: "Who answers for it; kept with the change.")
    var by = "operator"

    @OptionGroup var place: OperatorPlace

    func run() throws { try Self.set(.suspended, of: merchant, by: by, place) }

    /// Sets the state and tells it.
    static func set(_ state: Merchant.State, of name: String, by author: String, _ place: OperatorPlace) throws {
        try place.run { desk throws(StackFailure) in
            let merchant = try desk.merchant(name)
            let change = StateChange(merchant.id, to: state, operatorName: author)
            try desk.change { session throws(DatabaseFailure) in try change.run(at: WallClock.now(), session) }
            if place.json {
                Report.object { writer in
                    writer.field("id", merchant.id.text)
                    writer.field("state", state.rawValue)
                }
            } else {
                print("Merchant \(merchant.pid) (\(merchant.name)) is \(state.rawValue).")
            }
        }
    }
}
