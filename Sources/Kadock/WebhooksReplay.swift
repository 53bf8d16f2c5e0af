import ArgumentParser
import DevStack
import Events
import JSON
import MariaDB
import Values

/// `kadock webhooks replay`
struct WebhooksReplay: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Has an event that is dead or was delivered sent again, with all its tries before it.")

    @Argument(help: "The event's id.")
    var event: String

    @OptionGroup var place: OperatorPlace

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let delivery = try desk.delivery(event)
            let isReset = try desk.change { session throws(DatabaseFailure) in
                try DeliveryStore.replay(delivery.event, session)
            }
            guard isReset else { throw .refused("the event \(event) is waiting to be sent as it is") }
            let now = try desk.delivery(event)
            if place.json { Report.object { now.write(into: &$0) } } else { now.report() }
        }
    }
}
