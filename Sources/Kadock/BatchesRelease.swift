import ArgumentParser
import Deductions
import DevStack
import JSON
import MariaDB
import Merchants
import Settlement
import Values

/// `kadock batches release`
struct BatchesRelease: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Lets go on what waits for an operator: the next run charges it.")

    @Argument(help: "The merchant's id or pid.")
    var merchant: String

    @Argument(help: "When the window opened, as 2026-11-23T00:00:00Z.")
    var window: Timestamp

    @Option(help: "Who answers for it; kept with the window.")
    var by: String

    @Option(help: "The window's currency.")
    var currency = Currency.cny

    @OptionGroup var place: OperatorPlace

    func validate() throws {
        guard (1...64).contains(by.utf8.count) else { throw ValidationError("--by must have 1 to 64 bytes.") }
    }

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let key = WindowKey(merchant: try desk.merchant(merchant).id, currency: currency, opensAt: window)
            let released = try desk.change { session throws(DatabaseFailure) -> UInt64 in
                guard try WindowStore.lock(key, session) != nil else { return 0 }
                let count = try QueueListStore.release(key, session)
                if count > 0 { try WindowStore.release(key, by: by, session) }
                return count
            }
            guard released > 0 else { throw .refused("nothing of that window waits for an operator") }
            guard place.json else { return print("\(released) payments go on") }
            Report.object { $0.field("released", Int64(released)) }
        }
    }
}

extension Timestamp: ExpressibleByArgument {
    package init?(argument: String) { self.init(rfc3339: argument) }
}
