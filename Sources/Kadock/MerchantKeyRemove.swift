import ArgumentParser
import DevStack
import JSON
import Deductions
import MariaDB
import Merchants

/// `kadock merchant key remove`
struct MerchantKeyRemove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Takes a key away: nothing signed with it is accepted any more.")

    @Argument(help: "The key's name, as `kadock merchant show` prints it.")
    var keyID: String

    @Option(help: "Who answers for it; kept with the change.")
    var by = "operator"

    @OptionGroup var place: OperatorPlace

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let isRemoved = try desk.change { session throws(DatabaseFailure) in
                try KeyRemoval(keyID: keyID, operatorName: by).run(at: WallClock.now(), session)
            }
            guard isRemoved else { throw .refused("there is no key \(keyID)") }
            if place.json {
                Report.object { $0.field("removed", keyID) }
            } else {
                print("Key \(keyID) is gone.")
            }
        }
    }
}
