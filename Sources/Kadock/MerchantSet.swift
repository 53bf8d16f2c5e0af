import ArgumentParser
import Deductions
import DevStack
import MariaDB
import Merchants

/// `kadock merchant set`
struct MerchantSet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Changes what is agreed with a merchant; what is not named stays as it is.")

    @Argument(help: "The merchant's id or pid.")
    var merchant: String

    @OptionGroup var settings: SettingsOptions

    @Option(help: "Who answers for it; kept with the change.")
    var by: String

    @OptionGroup var place: OperatorPlace

    func validate() throws {
        guard (1...64).contains(by.utf8.count) else { throw ValidationError("--by must have 1 to 64 bytes.") }
    }

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let merchant = try desk.merchant(merchant)
            let change = SettingsChange(of: merchant.id, operatorName: by) { $0 = settings.applied(to: $0) }
            let changed = try desk.change { session throws(DatabaseFailure) in
                try change.run(at: WallClock.now(), session)
            }
            guard let changed else { throw .refused("there is no merchant \(merchant.pid)") }
            guard place.json else { return print(String(decoding: changed.settings.json, as: UTF8.self)) }
            Report.object { changed.settings.write(into: &$0) }
        }
    }
}
