import ArgumentParser
import DevStack
import JSON
import Ledger
import MariaDB

/// `kadock audit list`
struct AuditList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Accounts that are frozen, and those that were, the latest first.")

    @Option(help: "How many at most.")
    var limit = 100

    @OptionGroup var place: OperatorPlace

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit must be from 1 to 10000.") }
    }

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let found = try desk.read { session throws(DatabaseFailure) in
                try FreezeStore.all(limit: limit, session)
            }
            guard place.json else {
                for freeze in found { freeze.report() }
                return
            }
            Report.object { writer in
                writer.array("freezes") { writer in
                    for freeze in found { writer.object { freeze.write(into: &$0) } }
                }
            }
        }
    }
}
