import Foundation
package import Threading

/// A process of ours in a process group of its own, so that Ctrl-C on the terminal reaches only us.
///
/// When this program dies, however it dies, the kernel sends the child a signal (`setpriv --pdeathsig`): no test and no
/// stack leaves a process behind. The signal follows the thread that started the child, so each child has a thread,
/// which lives as long as the child. (Not swift-subprocess: it hears of a child's end on the cooperative pool, which
/// stands still while tests or engines block its few threads.)
package final class ChildProcess: Sendable {
    /// What the kernel sends the child when this program dies.
    package enum DeathSignal: String, Sendable {
        /// Ends it at once; the database recovers from that by design.
        case kill = "KILL"
        /// Lets it end its own children first.
        case terminate = "TERM"
    }

    package let processID: Int32
    private let process: Process
    private let watcher: JoinableThread

    /// Starts `program` (a full path); both its outputs are appended to the file `log`.
    package init(
        _ program: String, _ arguments: [String], log: String, environment: [String: String] = [:],
        atOurDeath: DeathSignal = .kill
    ) throws(StackFailure) {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments =
            ["-c", #"exec "$@" >>"$0" 2>&1"#, log, try SystemProgram.setpriv.find()]
            + ["--pdeathsig", atOurDeath.rawValue, "--", program] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        self.process = process
        let started = Reply<Bool>()
        watcher = JoinableThread(name: "child") {
            started.send((try? process.run()) != nil)
            process.waitUntilExit()
        }
        guard started.receive() else {
            throw .didNotStart(name: program, log: "the process could not be made")
        }
        processID = process.processIdentifier
    }

    package var isRunning: Bool { process.isRunning }

    /// What the process ended with; nil: it runs, or a signal ended it.
    package var exitCode: Int32? {
        process.isRunning || process.terminationReason != .exit ? nil : process.terminationStatus
    }

    /// Sends a signal to the process alone; nothing when it has ended.
    package func signal(_ number: Int32) {
        if isRunning { kill(processID, number) }
    }

    /// Sends a signal to the process and all its children.
    package func signalGroup(_ number: Int32) {
        if isRunning { kill(-processID, number) }
    }

    /// Waits for the end of the process.
    package func wait() { watcher.join() }

    /// Waits for the end of the process; false when the deadline passed first.
    package func wait(until deadline: Deadline) -> Bool { watcher.join(until: deadline) }
}
