import Dispatch
import Foundation
import Subprocess
import Threading

/// A process of ours in a process group of its own, so that Ctrl-C on the terminal reaches only us.
///
/// When this program dies, however it dies, the kernel sends the child a signal (`setpriv --pdeathsig`): no test and no
/// stack leaves a process behind. The signal follows the thread that started the child, which for Subprocess is one
/// that lives as long as the program.
package final class ChildProcess: Sendable {
    package let processID: Int32
    private let status = Guarded<TerminationStatus?>(nil)
    private let ended = DispatchSemaphore(value: 0)

    /// Starts `program` (a full path); both its outputs are appended to the file `log`.
    package init(
        _ program: String, _ arguments: [String], log: String, environment: [String: String] = [:],
        signalAtOurDeath: Int32 = SIGKILL
    ) throws(StackFailure) {
        let setpriv = try SystemProgram.setpriv.find()
        let started = Reply<Int32>()
        let status = status
        let ended = ended
        var options = PlatformOptions()
        options.processGroupID = 0
        let words =
            ["-c", #"exec "$@" >>"$0" 2>&1"#, log, setpriv, "--pdeathsig", "\(signalAtOurDeath)", "--", program]
            + arguments
        let changes = environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) }
        let configuration = Configuration(
            executable: .name("sh"), arguments: Arguments(words),
            environment: .inherit.updating(Dictionary(uniqueKeysWithValues: changes)), platformOptions: options)
        Task(executorPreference: OffPoolExecutor.shared) {
            let result = try? await Subprocess.run(
                configuration, input: .none, output: .discarded, error: .discarded
            ) { execution in started.send(execution.processIdentifier.value) }
            status.withLock { $0 = result?.terminationStatus ?? .exited(127) }
            started.send(-1)
            ended.signal()
        }
        guard let processID = started.receive(), processID > 0 else {
            throw .didNotStart(name: program, log: "the process could not be made")
        }
        self.processID = processID
    }

    package var isRunning: Bool { status.withLock { $0 == nil } }

    /// Sends a signal to the process alone; nothing when it has ended.
    package func signal(_ number: Int32) {
        if isRunning { kill(processID, number) }
    }

    /// Sends a signal to the process and all its children.
    package func signalGroup(_ number: Int32) {
        if isRunning { kill(-processID, number) }
    }

    /// Waits for the end of the process.
    package func wait() {
        ended.wait()
        ended.signal()
    }

    /// Waits for the end of the process; false when the deadline passed first.
    package func wait(until deadline: Deadline) -> Bool {
        guard ended.wait(timeout: .now() + .milliseconds(deadline.remainingMilliseconds)) == .success else {
            return false
        }
        ended.signal()
        return true
    }
}
