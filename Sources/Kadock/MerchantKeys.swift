import ArgumentParser
import DevStack
import JSON
import MariaDB
import Merchants

/// `kadock merchant keys`
struct MerchantKeys: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "A merchant's keys, the newest one first, and until when they are good.")

    @Argument(help: "The merchant's id or pid.")
    var merchant: String

    @OptionGroup var place: OperatorPlace

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let merchant = try desk.merchant(merchant)
            let keys = try desk.read { session throws(DatabaseFailure) in
                try MerchantStore.keys(of: merchant.id, session)
            }
            guard place.json else { return keys.forEach { print(KeyReport.line($0)) } }
            Report.object { writer in
                writer.array("keys") { writer in
                    for key in keys { writer.object { KeyReport.write(key, into: &$0) } }
                }
            }
        }
    }
}
