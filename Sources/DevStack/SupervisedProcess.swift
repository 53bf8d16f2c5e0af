import Foundation
import Threading

/// A child process that is started again within a second whenever it ends, until it is stopped.
package final class SupervisedProcess: Sendable {
    /// What is the case now.
    private struct State {
        var child: ChildProcess?
        var isStopping = false
        var restarts = 0
    }

    package let name: String
    private let launch: @Sendable () throws(StackFailure) -> ChildProcess
    private let state = Guarded(State())
    private let watcher = Guarded<JoinableThread?>(nil)
    /// The pause before another start, in seconds: short enough for "within a second", long enough not to spin.
    private static let pauseSeconds = 0.1

    /// Starts the process now.
    package init(
        name: String, _ launch: @escaping @Sendable () throws(StackFailure) -> ChildProcess
    ) throws(StackFailure) {
        self.name = name
        self.launch = launch
        try start()
    }

    /// Starts the process after a `stop`.
    package func start() throws(StackFailure) {
        let child = try launch()
        state.withLock {
            $0.child = child
            $0.isStopping = false
        }
        watcher.withLock { watcher in
            watcher = JoinableThread(name: "watch \(name)") { [self] in watch(child) }
        }
    }

    /// Between two starts: nil.
    package var child: ChildProcess? { state.withLock { $0.child }.flatMap { $0.isRunning ? $0 : nil } }
    /// How often it was started again.
    package var restarts: Int { state.withLock { $0.restarts } }

    /// Ends the process and does not start it again: `number` first, SIGKILL to the whole group after the time.
    package func stop(_ number: Int32 = SIGTERM, withinMilliseconds limit: Int = 10_000) {
        let child = state.withLock { state in
            state.isStopping = true
            return state.child
        }
        child?.signal(number)
        if let child, !child.wait(until: .milliseconds(limit)) {
            child.signalGroup(SIGKILL)
        }
        watcher.withLock { $0 }?.join()
    }

    private func watch(_ first: ChildProcess) {
        var child = first
        while true {
            child.wait()
            // Whatever the dead one left in its group (nginx's workers) holds sockets the next one needs.
            kill(-child.processID, SIGKILL)
            repeat {
                Thread.sleep(forTimeInterval: Self.pauseSeconds)
                if state.withLock({ $0.isStopping }) { return }
            } while !relaunch(&child)
        }
    }

    private func relaunch(_ child: inout ChildProcess) -> Bool {
        guard let next = try? launch() else { return false }
        let isWanted = state.withLock { state in
            state.child = next
            state.restarts += 1
            return !state.isStopping
        }
        // stop() may have looked at the old child while this one was being made.
        if !isWanted { next.signalGroup(SIGKILL) }
        child = next
        return true
    }
}
