import ArgumentParser
import Foundation
import Settlement
import Values

/// `kadock-settle report`
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Says what happened on a day, and checks its statements.",
        discussion: """
            Every statement is made anew from the books and held against what was written then and what lies in its \
            place. Ends with 1 where one is not what it should be.
            """)

    @Option(help: "The day, as 2026-11-23, in China. By default the last one that is over.")
    var day: CivilDate?

    @Option(help: "Only what concerns the merchant with this id.")
    var merchant: Identifier?

    @Flag(help: "Writes statements again whose files are missing or altered.")
    var recreate = false

    @OptionGroup var arguments: SettleArguments

    func run() throws {
        let settings = try arguments.settings()
        let begin = ContinuousClock.now
        let report = ReportRun(settings.database, directory: settings.statementsDirectory)
            .run(day: day, asOf: arguments.asOf, of: merchant, recreates: recreate)
        let milliseconds = Int64((ContinuousClock.now - begin) / .milliseconds(1))
        let isForPeople = !arguments.json && isatty(STDERR_FILENO) == 1
        SettleReport.report(report, durationMilliseconds: milliseconds, json: !isForPeople)
        try SettleReport.end(report.failure, isComplete: true)
        if !report.isSound { throw ExitCode.failure }
    }
}

extension CivilDate: ExpressibleByArgument {
    package init?(argument: String) { self.init(text: argument) }
}

extension Identifier: ExpressibleByArgument {
    package init?(argument: String) { self.init(text: argument) }
}
