import Dispatch

/// Lets one of several threads run at a time, the next one chosen by the caller: concurrency that can be repeated.
final class Baton: Sendable {
    private let turns: [DispatchSemaphore]

    init(count: Int) { turns = (0..<count).map { _ in DispatchSemaphore(value: 0) } }

    func wait(_ runner: Int) { turns[runner].wait() }

    func pass(to runner: Int) { turns[runner].signal() }
}
