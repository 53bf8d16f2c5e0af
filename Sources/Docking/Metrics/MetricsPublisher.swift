import Threading

/// Hangs out a worker's counters once a second.
package final class MetricsPublisher: Sendable {
    private let board: MetricsBoard
    private let thread: RepeatingThread

    package init(_ board: MetricsBoard) {
        self.board = board
        thread = RepeatingThread(name: "metrics") {
            {
                board.publish()
                return 1_000
            }
        }
    }

    /// Ends at once, and takes the counters away.
    package func stop() {
        thread.stop()
        board.remove()
    }
}
