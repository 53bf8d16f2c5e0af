import ArgumentParser
import DevStack
import JSON
import MariaDB
import Merchants
import Settlement

/// `kadock batches list`
struct BatchesList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Windows of which something waits for an operator, and why; the latest first.")

    @Flag(help: "The others, too.")
    var all = false

    @Option(help: "Those of this merchant only: id or pid.")
    var merchant: String?

    @Option(help: "How many at most.")
    var limit = 100

    @OptionGroup var place: OperatorPlace

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit must be from 1 to 10000.") }
    }

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let merchant = try merchant.map { name throws(StackFailure) in try desk.merchant(name).id }
            let found = try desk.read { session throws(DatabaseFailure) in
                try WindowStore.windows(stoppedOnly: !all, of: merchant, limit: limit, session)
            }
            guard place.json else {
                for window in found { window.report() }
                return
            }
            Report.object { writer in
                writer.array("windows") { writer in
                    for window in found { writer.object { window.write(into: &$0) } }
                }
            }
        }
    }
}
