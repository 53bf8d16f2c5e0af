import Glibc
import Threading

/// All open connections of a server.
///
/// Idle connections hold no thread, so any number of them leaves the server serving; when the slots run out, the one
/// that has been idle for longest makes room. A web server sees that as a kept connection that timed out.
final class ConnectionTable: Sendable {
    private let slots: [ConnectionSlot]
    private let free: Guarded<[Int]>
    private let queue: ReadinessQueue

    init(capacity: Int, queue: ReadinessQueue) {
        slots = (0..<capacity).map { _ in ConnectionSlot() }
        free = Guarded(Array((0..<capacity).reversed()))
        self.queue = queue
    }

    subscript(_ token: ConnectionToken) -> ConnectionSlot { slots[token.slot] }

    var openCount: Int { slots.count - free.withLock { $0.count } }

    /// Takes in a new connection, which may cost an idle one its place; closes it when nothing helps.
    func open(_ fd: CInt) {
        repeat {
            guard let slot = free.withLock({ $0.popLast() }) else { continue }
            if slots[slot].occupy(fd, slot: slot, queue: queue) { return }
            free.withLock { $0.append(slot) }
        } while closeLongestIdle()
        Glibc.close(fd)
    }

    /// Back to waiting for the next request.
    func rest(_ token: ConnectionToken) {
        if !slots[token.slot].rest(slot: token.slot, queue: queue) { close(token) }
    }

    func close(_ token: ConnectionToken, copyIsClosed: Bool = false) {
        slots[token.slot].vacate(copyIsClosed: copyIsClosed)
        free.withLock { $0.append(token.slot) }
    }

    /// Closes the connection that has been idle for longest; false when none is idle.
    func closeLongestIdle() -> Bool {
        while true {
            let idle = slots.indices.compactMap { index in slots[index].idleSince.map { (index, $0) } }
            guard let oldest = idle.min(by: { $0.1 < $1.1 })?.0 else { return false }
            if slots[oldest].vacateIfIdle() {
                free.withLock { $0.append(oldest) }
                return true
            }
        }
    }

    func closeAllIdle() {
        while closeLongestIdle() {}
    }

    func breakOffOverdue(_ limits: FastCGILimits) {
        let now = MonotonicClock.milliseconds
        for slot in slots {
            slot.breakOff(readingSince: now - limits.readMilliseconds, writingSince: now - limits.writeMilliseconds)
        }
    }

    /// What a stop does to requests that are not there yet, and to answers that nobody takes.
    func endReading() { for slot in slots { slot.endReading() } }

    func endWriting() { for slot in slots { slot.breakOff(readingSince: .max, writingSince: .max) } }
}
