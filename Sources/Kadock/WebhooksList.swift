import ArgumentParser
import DevStack
import Events
import JSON
import MariaDB
import Values

/// `kadock webhooks list`
struct WebhooksList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Deliveries in a state, those due first; dead ones unless told otherwise.")

    @Option(help: "waiting, delivered or dead.")
    var state = Delivery.State.dead

    @Option(help: "How many at most.")
    var limit = 100

    @OptionGroup var place: OperatorPlace

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit must be from 1 to 10000.") }
    }

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let found = try desk.read { session throws(DatabaseFailure) in
                try DeliveryStore.deliveries(in: state, limit: limit, session)
            }
            guard place.json else {
                for delivery in found {
                    let why = delivery.lastError ?? delivery.lastStatus.map(String.init) ?? ""
                    print("\(delivery.event.text)  \(delivery.payment.text)  tries \(delivery.attempts)  \(why)")
                }
                return
            }
            Report.object { writer in
                writer.array("deliveries") { writer in
                    for delivery in found { writer.object { delivery.write(into: &$0) } }
                }
            }
        }
    }
}

extension Delivery.State: ExpressibleByArgument {}
