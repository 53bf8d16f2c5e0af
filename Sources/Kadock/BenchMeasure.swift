import ArgumentParser
import Bench
import Foundation

/// `kadock bench` without another word, or `kadock bench measure`
struct BenchMeasure: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure",
        abstract: "Measure a private stack, or shake it.",
        discussion: """
            Starts a stack of its own (nginx, two workers, MariaDB with durable commits), runs the scenarios round by \
            round and prints a table in Markdown. Everything shares this machine with the load generator. A run after \
            which an invariant of the books is violated is void: exit code 1. With --chaos, workers, mariadbd and \
            sessions in COMMIT are killed under load instead, and anything lost, doubled or never answered is exit \
            code 1.
            """)

    @Argument(help: "Measure these scenarios, and what they are compared with (default: all).")
    var scenarios: [Scenario] = []
    @Flag(help: "Print one JSON object.")
    var json = false
    @Option(help: "Rounds; medians are taken over them.")
    var rounds = 7
    @Option(help: "Seconds each scenario is measured in a round, or the chaos lasts (default 5, chaos 60).")
    var seconds: Double?
    @Option(help: "Leave out all scenarios but these (repeatable). Ratios need both of their sides.")
    var only: [Scenario] = []
    @Option(help: "Connections of the load generator, and sessions of the in-process reference.")
    var connections = 64
    @Option(help: "Workers.")
    var workers = 2
    @Option(help: "Lanes of each worker (default: as `kadock up` has it).")
    var lanes: Int?
    @Option(help: "Makes the same payers, amounts and victims come again.")
    var seed: UInt64 = 1
    @Flag(help: "Kill workers, the database and committing sessions under load.")
    var chaos = false

    func validate() throws {
        guard rounds >= 1, connections >= 1, workers >= 1, lanes ?? 1 >= 1, seconds ?? 1 > 0 else {
            throw ValidationError("Rounds, seconds, connections, workers and lanes must be positive.")
        }
    }

    func run() throws {
        let isGood: Bool
        do throws(LoadFailure) {
            note("starting a stack")
            let stack = try BenchStack(workers: workers, lanes: lanes, doesAll: chaos)
            endWithSignals(stack)
            defer { stack.stop() }
            isGood = chaos ? try shake(stack) : try measure(stack)
        } catch {
            note("kadock: \(error)")
            throw ExitCode.failure
        }
        if !isGood { throw ExitCode.failure }
    }

    /// Ctrl-C leaves no process and no file behind.
    private func endWithSignals(_ stack: BenchStack) {
        Thread.detachNewThread {
            EndSignals().wait()
            stack.stop()
            Foundation.exit(ExitCode.failure.rawValue)
        }
    }

    /// False: the run is void.
    private func measure(_ stack: BenchStack) throws(LoadFailure) -> Bool {
        var plan = BenchPlan()
        plan.rounds = rounds
        plan.seconds = seconds ?? plan.seconds
        plan.connections = connections
        plan.seed = seed
        let wanted = only + BenchReport.compared(with: scenarios)
        if !wanted.isEmpty { plan.scenarios = Scenario.allCases.filter(wanted.contains) }
        let report = try BenchRun(stack.site, plan, note: note).run()
        write(json ? report.json + [0x0A] : Array(report.markdown.utf8))
        return !report.isVoid
    }

    /// False: something was lost, doubled or never answered.
    private func shake(_ stack: BenchStack) throws(LoadFailure) -> Bool {
        var plan = ChaosPlan()
        plan.seconds = seconds ?? plan.seconds
        plan.seed = seed
        note("shaking for \(Int(plan.seconds)) s")
        let report = try ChaosRun(stack.chaosTarget(), plan).run()
        write(json ? report.json + [0x0A] : Array(report.markdown.utf8))
        return report.isGood
    }

    /// What is going on, for whoever watches: never on standard output, which is for results.
    private func note(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }

    private func write(_ bytes: [UInt8]) {
        FileHandle.standardOutput.write(Data(bytes))
    }
}

extension Scenario: ExpressibleByArgument {}
