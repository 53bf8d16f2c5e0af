import Dispatch
import Threading

/// Hangs out a worker's counters once a second.
package final class MetricsPublisher: Sendable {
    private let thread: JoinableThread
    private let stopped: DispatchSemaphore

    package init(_ board: MetricsBoard) {
        let stopped = DispatchSemaphore(value: 0)
        self.stopped = stopped
        thread = JoinableThread(name: "metrics") {
            repeat { board.publish() } while stopped.wait(timeout: .now() + .seconds(1)) == .timedOut
            board.remove()
        }
    }

    /// Ends at once, and takes the counters away.
    package func stop() {
        stopped.signal()
        thread.join()
    }
}
