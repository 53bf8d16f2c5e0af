import ArgumentParser
import DevStack
import JSON
import MariaDB
import Settlement

/// `kadock differences list`
struct DifferencesList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Differences that are not resolved, the newest first.")

    @Flag(help: "The others, too.")
    var all = false

    @Option(help: "Those of this channel only.")
    var channel: String?

    @Option(help: "How many at most.")
    var limit = 100

    @OptionGroup var place: OperatorPlace

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit must be from 1 to 10000.") }
    }

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let found = try desk.read { session throws(DatabaseFailure) in
                try DifferenceStore.differences(unresolvedOnly: !all, of: channel, limit: limit, session)
            }
            guard place.json else {
                for difference in found { difference.report() }
                return
            }
            Report.object { writer in
                writer.array("differences") { writer in
                    for difference in found { writer.object { difference.write(into: &$0) } }
                }
            }
        }
    }
}
