import ArgumentParser
import Foundation
import MariaDB
import Settlement

/// `kadock-settle run`
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Charges the payments of mode batch whose window has opened.",
        discussion: """
            Of each payer all that a merchant's window holds is charged in one posting. A window that is out of the \
            ordinary waits for an operator: kadock batches.
            """)

    @OptionGroup var arguments: SettleArguments

    func run() throws {
        let settings = try arguments.settings()
        let showsProgress = isatty(STDERR_FILENO) == 1
        let begin = ContinuousClock.now
        let bar = ProgressBar(begin: begin)
        let tally = WindowRun(settings.database, settings.engine).run(
            asOf: arguments.asOf, countsFirst: showsProgress
        ) { tally in
            if showsProgress { bar.show(tally.done, of: tally.expected ?? tally.done) }
        }
        if showsProgress, tally.done > 0 { bar.end() }
        let milliseconds = Int64((ContinuousClock.now - begin) / .milliseconds(1))
        SettleReport.run(tally, durationMilliseconds: milliseconds, json: arguments.json || !showsProgress)
        try SettleReport.end(tally.failure, isComplete: tally.isComplete)
    }
}
