import ArgumentParser
import DevStack
import Events
import JSON
import Values

/// `kadock webhooks show`
struct WebhooksShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "How far the delivery of an event has come.")

    @Argument(help: "The event's id.")
    var event: String

    @OptionGroup var place: OperatorPlace

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let delivery = try desk.delivery(event)
            if place.json { Report.object { delivery.write(into: &$0) } } else { delivery.report() }
        }
    }
}
