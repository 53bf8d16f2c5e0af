import ArgumentParser
import Bench
import Foundation

/// `kadock bench timing`
struct BenchTiming: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timing",
        abstract: "Measure whether refusals tell how wrong a forged proof is, or whether a key exists.",
        discussion: """
            Times refusals in this process, with the directory of a worker on a private database: proofs that are \
            wrong from the first byte on against such that begin right, and unknown keys against known ones. Welch's t \
            is taken as dudect takes it; exit code 1 if one is 4.5 or more. Wants a quiet machine.
            """)

    @Option(help: "Requests of each comparison.")
    var samples = 1_000_000
    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard samples >= 1_000 else { throw ValidationError("--samples must be 1000 at least.") }
    }

    func run() throws {
        do throws(LoadFailure) {
            let report = try TimingRun(samples: samples, note: note).run()
            FileHandle.standardOutput.write(Data(json ? report.json + [0x0A] : Array(report.markdown.utf8)))
            guard report.isGood else { throw LoadFailure("there is something to be timed") }
        } catch {
            note("kadock: \(error)")
            throw ExitCode.failure
        }
    }

    private func note(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
}
