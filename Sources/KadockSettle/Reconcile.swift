import ArgumentParser
import Foundation
import Settlement
import Values

/// `kadock-settle reconcile`
struct Reconcile: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compares a channel's statement with our records.",
        discussion: """
            The file has the columns trade_no,kind,amount,currency,time: of a payment the channel's own number, of a \
            refund the number that the channel was asked under. What differs goes into a pool: kadock differences. A \
            file that is not understood ends with 64 and changes nothing; the same file again is compared once.
            """)

    @Option(help: "The channel's name.")
    var channel: String

    @Option(help: "The statement, a CSV file.")
    var file: String

    @Option(help: ArgumentHelp("The statement's beginning, as 2026-11-23T00:00:00Z.", valueName: "time"))
    var from: Timestamp

    @Option(help: ArgumentHelp("Its end: the first moment that it does not tell of.", valueName: "time"))
    var until: Timestamp

    @OptionGroup var arguments: SettleArguments

    func validate() throws {
        guard (1...20).contains(channel.utf8.count), channel.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
            throw ValidationError("--channel has 1 to 20 visible characters.")
        }
        guard from < until else { throw ValidationError("--from must be before --until.") }
    }

    func run() throws {
        let settings = try arguments.settings()
        let showsProgress = isatty(STDERR_FILENO) == 1
        let begin = ContinuousClock.now
        let bar = ProgressBar(begin: begin)
        do throws(ReconciliationFailure) {
            let work = Reconciliation(settings.database, channel: channel, path: file, from: from, until: until)
            let tally = try work.run { done, length in if showsProgress { bar.show(done, of: length) } }
            if showsProgress { bar.end() }
            let milliseconds = Int64((ContinuousClock.now - begin) / .milliseconds(1))
            SettleReport.reconcile(
                tally, channel, durationMilliseconds: milliseconds, json: arguments.json || !showsProgress)
        } catch .statement(let fault) {
            SettleReport.complain("\(file): \(fault)")
            throw ExitCode.validationFailure
        } catch .database(let failure) {
            try SettleReport.end(failure, isComplete: false)
        }
    }
}
