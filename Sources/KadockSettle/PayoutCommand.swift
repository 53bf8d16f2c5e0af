import ArgumentParser
import Disk
import Foundation
import MariaDB
import Settlement

/// `kadock-settle payout`
struct PayoutCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payout",
        abstract: "Makes what merchants earned available to them, a day after it was earned, with statements.",
        discussion: """
            Days go from midnight to midnight in China. Of each merchant, day and currency there is one posting and \
            one statement: DIRECTORY/DAY/PID-CURRENCY-DAY.csv, in the configuration's statements_directory.
            """)

    @Option(help: "How many days after it was earned money becomes available; 0: on the same day.")
    var days: Int64 = 1

    @Flag(help: "Then sends all that is available on its way to the merchants, with a list of payees.")
    var withdraw = false

    @OptionGroup var arguments: SettleArguments

    func validate() throws {
        guard (0...366).contains(days) else { throw ValidationError("--days must be from 0 to 366.") }
    }

    func run() throws {
        let settings = try arguments.settings()
        let showsProgress = isatty(STDERR_FILENO) == 1
        let begin = ContinuousClock.now
        let bar = ProgressBar(begin: begin)
        let run = PayoutRun(settings.database, settings.engine, directory: settings.statementsDirectory)
        let tally = run.run(asOf: arguments.asOf, delayDays: days, withdraws: withdraw) { tally in
            if showsProgress { bar.show(tally.days, of: tally.expected) }
        }
        if showsProgress, tally.days > 0 { bar.end() }
        let milliseconds = Int64((ContinuousClock.now - begin) / .milliseconds(1))
        SettleReport.payout(tally, durationMilliseconds: milliseconds, json: arguments.json || !showsProgress)
        if let failure = tally.diskFailure { SettleReport.complain(failure.description) }
        if tally.isUnsequenced { SettleReport.complain("events still have no positions") }
        try SettleReport.end(tally.failure, isComplete: tally.isComplete)
    }
}
