import Values
import ArgumentParser
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

    @OptionGroup var place: OperatorPlace

    func run() throws { try Self.set(.suspended, of: merchant, place) }

    /// Sets the state and tells it.
    static func set(_ state: Merchant.State, of name: String, _ place: OperatorPlace) throws {
        try place.run { desk throws(StackFailure) in
            let merchant = try desk.merchant(name)
            _ = try desk.change { session throws(DatabaseFailure) in
                try MerchantStore.setState(state, of: merchant.id, session)
            }
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
