import ArgumentParser
import Deductions
import DevStack
import JSON
import MariaDB
import Settlement
import Values

/// `kadock differences propose`
struct DifferencesPropose: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose", abstract: "Says what is to be done about a difference; another operator approves it.",
        discussion: """
            accepted: it stays as it is. booked: money that is missing here is booked for --payment. adjusted: what \
            differs moves between the world and clearing, so that our books say what the channel says.
            """)

    @Argument(help: "The difference's number.")
    var id: Int64

    @Option(name: .customLong("as"), help: "accepted, booked or adjusted.")
    var resolution: Difference.Resolution

    @Option(help: "Who answers for it.")
    var by: String

    @Option(help: "The payment that the money belongs to.")
    var payment: String?

    @Option(help: "Why, for others to read.")
    var note: String?

    @OptionGroup var place: OperatorPlace

    func validate() throws {
        guard (1...64).contains(by.utf8.count) else { throw ValidationError("--by must have 1 to 64 bytes.") }
        guard note?.count ?? 0 <= 256 else { throw ValidationError("--note has at most 256 characters.") }
    }

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let named = payment.flatMap { Identifier(text: $0) }
            let found = try desk.read { session throws(DatabaseFailure) in
                try PaymentStore.payments([named ?? .system], session).first
            }
            let proposed = try desk.change(id) { old throws(DifferenceRefusal) in
                try old.proposed(resolution, by: by, payment: found, note: note)
            }
            guard place.json else { return proposed.report() }
            Report.object { proposed.write(into: &$0) }
        }
    }
}

extension Difference.Resolution: ExpressibleByArgument {}
