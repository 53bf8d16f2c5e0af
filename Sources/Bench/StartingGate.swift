import Dispatch
import Synchronization

/// Lets all threads of a load start at the same moment, once every one of them is connected.
final class StartingGate: Sendable {
    private let arrived = DispatchSemaphore(value: 0)
    private let opened = DispatchSemaphore(value: 0)
    private let state = Mutex<(failure: String?, start: UInt64)>((nil, 0))

    /// Called by each thread: reports that it is ready (or why it never will be) and waits for the start.
    /// Returns the starting moment in monotonic nanoseconds; nil: there will be no start.
    func pass(failure: String?) -> UInt64? {
        if let failure { state.withLock { $0.failure = $0.failure ?? failure } }
        arrived.signal()
        opened.wait()
        return state.withLock { $0.failure == nil ? $0.start : nil }
    }

    /// Called once by whoever started `threads` threads: waits for all of them and lets them go together.
    /// `onStart` is called in between. Returns the first failure.
    func open(for threads: Int, _ onStart: () -> Void = {}) -> String? {
        for _ in 0..<threads { arrived.wait() }
        onStart()
        let failure = state.withLock { state in
            state.start = MonotonicTime.nanoseconds + 5_000_000
            return state.failure
        }
        for _ in 0..<threads { opened.signal() }
        return failure
    }
}
