import Dispatch

/// A thread that does something again and again, with pauses that end when it is to stop.
package final class RepeatingThread: Sendable {
    private let thread: JoinableThread
    private let stopped: DispatchSemaphore

    /// `prepare` runs once, on the new thread, and gives what is repeated: each round says how many milliseconds of
    /// pause follow it. The first round comes after `firstPauseMilliseconds`.
    package init(
        name: String, firstPauseMilliseconds: Int = 0, _ prepare: @escaping @Sendable () -> () -> Int
    ) {
        let stopped = DispatchSemaphore(value: 0)
        self.stopped = stopped
        thread = JoinableThread(name: name) {
            let round = prepare()
            var pauseMilliseconds = firstPauseMilliseconds
            while stopped.wait(timeout: .now() + .milliseconds(pauseMilliseconds)) == .timedOut {
                pauseMilliseconds = round()
            }
        }
    }

    /// Lets the round under way end, and returns when it has.
    package func stop() {
        stopped.signal()
        thread.join()
    }
}
