import ArgumentParser
import Deductions
import DevStack
import MariaDB
import Merchants
import Policies
import Values

/// `kadock policy show`
struct PolicyShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "A merchant's policy as it holds now, or at another moment.")

    @Argument(help: "The merchant's id or pid.")
    var merchant: String

    @Option(help: "The moment, as 2026-11-23T00:00:00Z.")
    var at: Timestamp?

    @OptionGroup var place: OperatorPlace

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let merchant = try desk.merchant(merchant).id
            let schedule = try desk.read { session throws(DatabaseFailure) in
                try PolicyStore.schedule(of: merchant, session)
            }
            schedule.version(at: at ?? WallClock.now()).report(json: place.json)
        }
    }
}
