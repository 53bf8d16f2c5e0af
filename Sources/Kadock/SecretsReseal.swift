import ArgumentParser
import DevStack
import JSON
import MariaDB
import Merchants

/// `kadock secrets reseal`
struct SecretsReseal: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reseal", abstract: "Seals all secrets again under the newest key file, while workers serve.",
        discussion: "Ends with 1 if there are secrets that do not open; they stay as they are.")

    @OptionGroup var place: OperatorPlace

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let resealing = Resealing(try desk.vault())
            let tally = try desk.read { session throws(DatabaseFailure) in try resealing.run(session) }
            if place.json {
                Report.object { writer in
                    writer.field("version", tally.version)
                    writer.field("resealed", tally.resealed)
                    writer.array("failures") { writer in
                        for failure in tally.failures { writer.string(failure) }
                    }
                }
            } else {
                print("\(tally.resealed) secrets were sealed again under key file \(tally.version).")
            }
            if let first = tally.failures.first {
                throw .refused("\(tally.failures.count) secrets stay as they are; the first one: \(first)")
            }
        }
    }
}
