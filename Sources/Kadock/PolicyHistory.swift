import ArgumentParser
import DevStack
import JSON
import MariaDB
import Merchants
import Policies
import Values

/// `kadock policy history`
struct PolicyHistory: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "All versions of a merchant's policy: since when they hold, and who set them."
    )

    @Argument(help: "The merchant's id or pid.")
    var merchant: String

    @OptionGroup var place: OperatorPlace

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let merchant = try desk.merchant(merchant).id
            let records = try desk.read { session throws(DatabaseFailure) in
                try PolicyStore.records(of: merchant, session)
            }
            guard place.json else {
                for record in records {
                    print(
                        "\(record.version.number)  from \(record.version.effectiveFrom.rfc3339)  set by "
                            + "\(record.author) at \(record.createdAt.rfc3339)")
                }
                return
            }
            Report.object { writer in
                writer.array("versions") { writer in
                    for record in records {
                        writer.object { writer in
                            writer.field("set_by", record.author)
                            writer.field("created_at", record.createdAt.rfc3339)
                            record.version.write(into: &writer)
                        }
                    }
                }
            }
        }
    }
}
