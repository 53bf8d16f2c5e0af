import ArgumentParser
import DevStack
import JSON
import Ledger
import MariaDB
import Settlement
import Values

/// `kadock audit release`
struct AuditRelease: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Lets a frozen account go, if a look at it finds it whole.")

    @Argument(help: "The payer's or the merchant's id.")
    var owner: String

    @Argument(help: "wallet, pending, available or reserved.")
    var kind: AccountKind

    @Argument(help: "The account's currency.")
    var currency: Currency

    @Option(help: "Who answers for it; kept with the freeze.")
    var by: String

    @Flag(help: "Even if it is broken; --note says why, and it is not frozen again for just the same.")
    var force = false

    @Option(help: "Why a broken account is released.")
    var note: String?

    @OptionGroup var place: OperatorPlace

    func validate() throws {
        guard (1...64).contains(by.utf8.count) else { throw ValidationError("--by must have 1 to 64 bytes.") }
        guard force == (note != nil) else { throw ValidationError("--force and --note go together.") }
        guard (1...512).contains(note?.utf8.count ?? 1) else {
            throw ValidationError("--note must have 1 to 512 bytes.")
        }
        guard !kind.isSystem else { throw ValidationError("Accounts of the system are never frozen.") }
    }

    func run() throws {
        try place.run { desk throws(StackFailure) in
            guard let owner = Identifier(text: owner) else { throw .refused("there is no account of \(owner)") }
            let key = AccountKey(owner, kind, currency)
            let ending = try desk.readPatiently { session throws(DatabaseFailure) in
                try FreezeRelease.run(key, by: by, note: note, session)
            }
            switch ending {
            case .released: break
            case .notFrozen: throw .refused("that account is not frozen")
            case .broken(let finding): throw .refused("it is broken still: \(finding.words)")
            }
            if place.json { Report.object { $0.field("released", true) } } else { print("released") }
        }
    }
}

extension AccountKind: ExpressibleByArgument {
    package init?(argument: String) { self.init(name: argument) }
}
