import ArgumentParser
import Foundation
import MariaDB
import Settlement

/// `kadock-settle expire`
struct Expire: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ends holds that are past their time, and payments that nobody came to pay within a day.",
        discussion: """
            What is held is released, or captured where the payment says so. The database's clock decides; --as-of \
            and the clock of this machine do not.
            """)

    @OptionGroup var arguments: SettleArguments

    func run() throws {
        let settings = try arguments.settings()
        let showsProgress = isatty(STDERR_FILENO) == 1
        let begin = ContinuousClock.now
        let bar = ProgressBar(begin: begin)
        let tally = ExpirySweep(settings.database, settings.engine).run(countsFirst: showsProgress) { tally in
            if showsProgress { bar.show(tally.done, of: tally.expected ?? tally.done) }
        }
        if showsProgress, tally.done > 0 { bar.end() }
        let milliseconds = Int64((ContinuousClock.now - begin) / .milliseconds(1))
        SettleReport.expire(tally, durationMilliseconds: milliseconds, json: arguments.json || !showsProgress)
        try SettleReport.end(tally.failure, isComplete: tally.isComplete)
    }
}
