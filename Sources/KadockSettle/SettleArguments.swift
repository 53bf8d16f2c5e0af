import ArgumentParser
import Foundation
import Settings
import Values

/// The options that all scheduled work shares.
struct SettleArguments: ParsableArguments {
    @Option(help: "The configuration file.")
    var config = "/etc/kadock/settle.json"

    @Option(
        help: ArgumentHelp(
            """
            The moment to work for, as 2026-11-23T00:00:00Z. Moves batch windows and payout days only: holds expire by \
            the database's clock, whatever is given.
            """, valueName: "time"))
    var asOf: Timestamp?

    @Flag(help: "Prints the result as one line of JSON, as it does whenever the error output is no terminal.")
    var json = false

    /// What the configuration says; one that is not understood is told in words and ends the program with 64.
    func settings() throws -> SettleSettings {
        do throws(SettingsFailure) {
            return try SettleSettings(Settings(file: config, environment: ProcessInfo.processInfo.environment))
        } catch {
            SettleReport.complain(error.description)
            throw ExitCode.validationFailure
        }
    }
}

extension Timestamp: ExpressibleByArgument {
    package init?(argument: String) { self.init(rfc3339: argument) }
}
