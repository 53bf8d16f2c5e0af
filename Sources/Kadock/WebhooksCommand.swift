import ArgumentParser

/// `kadock webhooks`
struct WebhooksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks", abstract: "What merchants are told of events: what waits, what arrived, what is dead.",
        subcommands: [WebhooksList.self, WebhooksShow.self, WebhooksReplay.self])
}
