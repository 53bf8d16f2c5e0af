package import Threading
import Values

/// Looks whether something new stands in the feeds that somebody waits at, for all of them together.
package final class FeedWatch: Sendable {
    private let waiters: FeedWaiters
    private let thread: JoinableThread

    /// `threads` run what is to be done when a waiter is woken.
    package init(_ records: any Records, _ threads: WorkPool) {
        let waiters = FeedWaiters(threads)
        self.waiters = waiters
        thread = JoinableThread(name: "feeds") {
            while let merchants = waiters.next() {
                // With the database away the waiters wait on, and are told so when their time is over.
                let heads = (try? records.heads(of: merchants, .milliseconds(1_000))) ?? [:]
                waiters.wake { (heads[$0] ?? 0) > $1 }
            }
        }
    }

    deinit { stop() }

    /// Runs `wake` once: when the merchant's feed has something behind `after`, when the seconds are over, or when
    /// the worker stops. False: too many wait already, and it will not run.
    func wait(
        for merchant: Identifier, after: Int64, seconds: Int, wake: @escaping @Sendable () -> Void
    ) -> Bool {
        waiters.add(merchant, after: after, .milliseconds(seconds * 1_000), wake)
    }

    /// Wakes whoever waits, and ends. Calling again does nothing.
    package func stop() {
        waiters.stop()
        thread.join()
    }
}
