import Foundation
import Threading

/// Runs `kadock-settle run` and `expire` every few seconds, as timers of systemd do; never two at once.
package final class SettleTimer: Sendable {
    /// What the timer and whoever stops it share.
    private struct State {
        var child: ChildProcess?
        var isStopping = false
        var runs = 0
    }

    private let state: Guarded<State>
    private let thread: RepeatingThread

    init(_ directory: RunDirectory, program: String, periodMilliseconds: Int) {
        let state = Guarded(State())
        self.state = state
        thread = RepeatingThread(name: "settle") {
            {
                for command in ["run", "expire"] {
                    // One that cannot be started is tried again with the next round.
                    let child = state.withLock { state -> ChildProcess? in
                        guard !state.isStopping else { return nil }
                        state.child = try? ChildProcess(
                            program, [command, "--config", directory.settleFile, "--json"],
                            log: directory.log("settle"))
                        return state.child
                    }
                    child?.wait()
                    state.withLock { $0.child = nil }
                }
                state.withLock { $0.runs += 1 }
                return periodMilliseconds
            }
        }
    }

    /// The rounds that have ended.
    package var runs: Int { state.withLock { $0.runs } }

    /// Ends the run under way, which may die at any moment, and starts no other.
    package func stop() {
        state.withLock { state in
            state.isStopping = true
            state.child?.signalGroup(SIGKILL)
        }
        thread.stop()
    }
}
