import Dispatch

/// A few threads that run pieces of work in the order they come.
///
/// Work that comes while all threads are busy costs a lock and no wake-up: a loaded pool does not sleep between two
/// pieces.
package final class WorkPool: Sendable {
    package typealias Work = @Sendable () -> Void

    private struct State {
        /// Taken ones are nil: what a piece of work holds goes as soon as it has run.
        var waiting: [Work?] = []
        /// Where the next piece stands in `waiting`.
        var next = 0
        var sleepers = 0
        var isStopping = false

        mutating func take() -> Work? {
            guard next < waiting.count else { return nil }
            let work = waiting[next]
            waiting[next] = nil
            next += 1
            // A loaded pool is never empty: the taken half goes now and then, which costs each piece one move at most.
            if next * 2 >= waiting.count {
                waiting.removeFirst(next)
                next = 0
            }
            return work
        }
    }

    private let shared: Shared
    private let threads: [JoinableThread]

    private final class Shared: Sendable {
        let state = Guarded(State())
        let arrived = DispatchSemaphore(value: 0)

        /// The next piece of work; nil when the pool stops and nothing is left.
        func next() -> Work? {
            while true {
                let (work, isOver) = state.withLock { state -> (Work?, Bool) in
                    if let work = state.take() { return (work, false) }
                    if !state.isStopping { state.sleepers += 1 }
                    return (nil, state.isStopping)
                }
                if let work { return work }
                if isOver { return nil }
                arrived.wait()
            }
        }
    }

    package init(name: String, threads count: Int) {
        precondition(count > 0, "a pool without threads")
        let shared = Shared()
        self.shared = shared
        threads = (0..<count).map { number in
            JoinableThread(name: "\(name) \(number)") {
                while let work = shared.next() { work() }
            }
        }
    }

    /// Has the work run by one of the threads. After `stop` nobody runs it.
    package func run(_ work: @escaping Work) {
        let wakes = shared.state.withLock { state in
            state.waiting.append(work)
            guard state.sleepers > 0 else { return false }
            state.sleepers -= 1
            return true
        }
        if wakes { shared.arrived.signal() }
    }

    /// Runs what waits and returns when all threads have ended.
    package func stop() {
        close()
        for thread in threads { thread.join() }
    }

    /// Has the threads end when nothing waits any more, and does not wait for that.
    package func close() {
        let sleepers = shared.state.withLock { state in
            defer { state.sleepers = 0 }
            state.isStopping = true
            return state.sleepers
        }
        for _ in 0..<sleepers { shared.arrived.signal() }
    }
}
