import Values
import ArgumentParser
import DevStack
import JSON
import MariaDB
import Merchants

/// `kadock merchant list`
struct MerchantList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "All merchants.")

    @OptionGroup var place: OperatorPlace

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let merchants = try desk.read { session throws(DatabaseFailure) in try MerchantStore.merchants(session) }
            guard place.json else {
                for merchant in merchants {
                    let state = merchant.state.rawValue.padded(to: 9)
                    print("\(merchant.pid)  \(merchant.id.text)  \(state)  \(merchant.name)")
                }
                return
            }
            Report.object { writer in
                writer.array("merchants") { writer in
                    for merchant in merchants {
                        writer.object { writer in
                            writer.field("id", merchant.id.text)
                            writer.field("pid", merchant.pid)
                            writer.field("name", merchant.name)
                            writer.field("state", merchant.state.rawValue)
                        }
                    }
                }
            }
        }
    }
}
