import Glibc
import Threading

/// Kills processes without warning (SIGKILL) at set moments.
final class ProcessKiller: Sendable {
    private let thread: JoinableThread
    private let count = Guarded(0)

    /// `moments` are monotonic nanoseconds, in order; `choose` names the victim of each, or nobody.
    init(name: String, moments: [UInt64], choose: @escaping @Sendable (_ round: Int) -> Int32?) {
        let count = count
        thread = JoinableThread(name: name) {
            for (round, moment) in moments.enumerated() {
                MonotonicTime.sleep(until: moment)
                guard let victim = choose(round), victim > 1, kill(victim, SIGKILL) == 0 else { continue }
                count.withLock { $0 += 1 }
            }
        }
    }

    /// Waits for the last moment; returns how many were killed.
    func finish() -> Int {
        thread.join()
        return count.withLock { $0 }
    }
}
