import ArgumentParser
import DevStack
import JSON
import MariaDB
import Merchants

/// `kadock secrets retire`
struct SecretsRetire: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retire", abstract: "Removes a key file that no secret is sealed under any more.")

    @Argument(help: "The key file's version.")
    var version: Int64

    @OptionGroup var place: OperatorPlace

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let retirement = KeyFileRetirement(try desk.vault(), version: version)
            switch try desk.change({ session throws(DatabaseFailure) in try retirement.run(session) }) {
            case .retired: break
            case .unknown: throw .refused("there is no key file \(version)")
            case .newest: throw .refused("key file \(version) is the one that seals")
            case .inUse(let count):
                throw .refused("\(count) secrets are sealed under key file \(version): reseal first")
            }
            guard place.json else { return print("Key file \(version) is gone.") }
            Report.object { $0.field("retired", version) }
        }
    }
}
