import Dispatch

/// A moment on the monotonic clock (CLOCK_MONOTONIC) after which nobody waits any more.
package struct Deadline: Sendable {
    private let uptimeNanoseconds: UInt64

    /// The moment `count` milliseconds from now; a negative count is now.
    package static func milliseconds(_ count: Int) -> Deadline {
        let now = DispatchTime.now().uptimeNanoseconds
        return Deadline(uptimeNanoseconds: now &+ UInt64(max(0, min(count, 1_000_000_000))) &* 1_000_000)
    }

    /// Whole milliseconds left, 0 when past.
    package var remainingMilliseconds: Int {
        let now = DispatchTime.now().uptimeNanoseconds
        return now >= uptimeNanoseconds ? 0 : Int((uptimeNanoseconds - now) / 1_000_000)
    }

    package var isPast: Bool { DispatchTime.now().uptimeNanoseconds >= uptimeNanoseconds }

    /// The same moment for Dispatch's waits.
    var dispatchTime: DispatchTime { DispatchTime(uptimeNanoseconds: uptimeNanoseconds) }
}
