import Foundation

/// `kadock-settle run`, once and by hand.
package enum SettleRun {
    /// Charges what waits for windows up to a moment (RFC 3339); false: not all of it. `programs`: where
    /// `kadock-settle` is; nil: beside the running program.
    package static func run(asOf moment: String, in directory: RunDirectory, programs: String? = nil) -> Bool {
        let program = "\(programs ?? StackPrograms.ownFolder)/kadock-settle"
        let child = try? ChildProcess(
            program, ["run", "--as-of", moment, "--config", directory.settleFile, "--json"],
            log: directory.log("settle"))
        child?.wait()
        return child?.exitCode == 0
    }
}
