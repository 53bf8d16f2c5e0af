import ArgumentParser
import Bench
import DevStack
import Foundation

/// `kadock bench settle`
struct BenchSettle: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle",
        abstract: "Measure batch windows on a private database, and kill kadock-settle on the way.",
        discussion: """
            Payments of mode batch wait for one window. kadock-settle run charges them, is killed and started again; \
            then all sums are looked at. The same rows are written plainly for comparison, before and after.
            """)

    @Option(help: "Payments that wait.")
    var items = 1_000_000
    @Option(help: "Payers, each with as many of them as any other.")
    var payers = 100_000
    @Option(help: "Merchants, each with as many payers as any other.")
    var merchants = 1_000
    @Option(help: "How often kadock-settle is killed.")
    var kills = 5
    @Option(help: "Lanes of kadock-settle, and sessions of the plain writer.")
    var lanes = 2
    @Option(help: "Payers whose payments are written plainly, twice.")
    var plain = 10_000
    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard merchants >= 1, payers >= merchants, items >= payers, kills >= 0, lanes >= 1, plain >= 1 else {
            throw ValidationError("There must be merchants, no fewer payers, and no fewer payments than these.")
        }
    }

    func run() throws {
        var plan = SettlePlan()
        (plan.items, plan.payers, plan.merchants) = (items, payers, merchants)
        (plan.kills, plan.lanes, plan.plainPayers) = (kills, lanes, plain)
        do throws(LoadFailure) {
            note("starting a database")
            let stage = try SettleStage(plan, programs: StackPrograms.ownFolder)
            endWithSignals(stage)
            defer { stage.stop() }
            let report = try SettleBenchRun(stage, plan, note: note).run()
            FileHandle.standardOutput.write(Data(json ? report.json + [0x0A] : Array(report.markdown.utf8)))
            guard report.isSound else { throw LoadFailure("the run is void") }
        } catch {
            note("kadock: \(error)")
            throw ExitCode.failure
        }
    }

    /// Ctrl-C leaves no process and no file behind.
    private func endWithSignals(_ stage: SettleStage) {
        Thread.detachNewThread {
            EndSignals().wait()
            stage.stop()
            Foundation.exit(ExitCode.failure.rawValue)
        }
    }

    private func note(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
}
