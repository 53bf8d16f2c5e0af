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

    /// As many as nginx keeps with a worker; one merchant may hold an eighth of them.
    private static let limit = 200
    private static let limitPerMerchant = 25
    private static let pauseMilliseconds = 50

    private let state = Guarded(State())
    private let arrived = DispatchSemaphore(value: 0)
    private let threads: WorkPool

    init(_ threads: WorkPool) { self.threads = threads }

    /// False: too many wait already, and `wake` will not run.
    func add(
        _ merchant: Identifier, after: Int64, _ deadline: Deadline, _ wake: @escaping @Sendable () -> Void
    ) -> Bool {
        let (isHeld, isStopped) = state.withLock { state -> (Bool, Bool) in
            guard !state.isStopped else { return (false, true) }
            guard state.waiters.count < Self.limit,
                state.waiters.count(where: { $0.merchant == merchant }) < Self.limitPerMerchant
            else { return (false, false) }
            state.waiters.append(Waiter(merchant: merchant, after: after, deadline: deadline, wake: wake))
            return (true, false)
        }
        if isHeld { arrived.signal() }
        if isStopped { threads.run(wake) }
        return isHeld || isStopped
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
