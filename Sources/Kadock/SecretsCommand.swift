import ArgumentParser

/// `kadock secrets`
struct SecretsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secrets", abstract: "The key files that merchants' shared secrets are sealed under.",
        discussion: """
            To change over while workers serve: add-key, copy the new file to every node, reseal, and then retire the \
            old one on every node.
            """,
        subcommands: [SecretsShow.self, SecretsAddKey.self, SecretsReseal.self, SecretsRetire.self])
}
