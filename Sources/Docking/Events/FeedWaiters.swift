import Dispatch
import Threading
import Values

/// Who waits for something new in a feed.
final class FeedWaiters: Sendable {
    private struct Waiter {
        let merchant: Identifier
        let after: Int64
        let deadline: Deadline
        let wake: @Sendable () -> Void
    }

    private struct State {
        var waiters: [Waiter] = []
        var isStopped = false
    }

    /// More than these are not held, but woken at once: each holds a connection.
    private static let limit = 1_000
    private static let pauseMilliseconds = 50

    private let state = Guarded(State())
    private let arrived = DispatchSemaphore(value: 0)
    private let threads: WorkPool

    init(_ threads: WorkPool) { self.threads = threads }

    func add(
        _ merchant: Identifier, after: Int64, _ deadline: Deadline, _ wake: @escaping @Sendable () -> Void
    ) {
        let (isHeld, isFirst) = state.withLock { state -> (Bool, Bool) in
            guard !state.isStopped, state.waiters.count < Self.limit else { return (false, false) }
            state.waiters.append(Waiter(merchant: merchant, after: after, deadline: deadline, wake: wake))
            return (true, state.waiters.count == 1)
        }
        if isFirst { arrived.signal() }
        if !isHeld { threads.run(wake) }
    }

    /// Whose feeds to look at next; waits while nobody waits, and a little between two looks. nil: it is over.
    func next() -> [Identifier]? {
        while true {
            let (isStopped, isEmpty) = state.withLock { ($0.isStopped, $0.waiters.isEmpty) }
            if isStopped { return nil }
            if isEmpty {
                arrived.wait()
            } else {
                _ = arrived.wait(timeout: .now() + .milliseconds(Self.pauseMilliseconds))
                return state.withLock { Set($0.waiters.map(\.merchant)).sorted() }
            }
        }
    }

    /// Wakes those whose time is over, and those for whom `hasNews` says so of their merchant and position.
    func wake(_ hasNews: (Identifier, Int64) -> Bool) {
        let woken = state.withLock { state in
            var woken: [Waiter] = []
            // Each is asked once: a time that runs out between two questions would lose its waiter.
            state.waiters.removeAll { waiter in
                let isOver = waiter.deadline.isPast || hasNews(waiter.merchant, waiter.after)
                if isOver { woken.append(waiter) }
                return isOver
            }
            return woken
        }
        for waiter in woken { threads.run(waiter.wake) }
    }

    /// Wakes all, and holds nobody any more.
    func stop() {
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            state.isStopped = true
            return state.waiters
        }
        for waiter in waiters { threads.run(waiter.wake) }
        arrived.signal()
    }
}
