import ArgumentParser
import DevStack
import JSON
import Merchants

/// `kadock secrets add-key`
struct SecretsAddKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add-key", abstract: "Draws the next key file: new secrets are sealed under it from now on.")

    @OptionGroup var place: OperatorPlace

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let version = try desk.sealing { vault throws(SealFailure) in try vault.folder.add() }
            guard place.json else { return print("Key file \(version) is there.") }
            Report.object { $0.field("version", version) }
        }
    }
}
