import Glibc
import Threading

/// All open connections of a server.
///
/// Idle connections hold no thread, so any number of them leaves the server serving; when the slots run out, the ones
/// that have been idle for longest make room. A web server sees that as a kept connection that timed out.
final class ConnectionTable: Sendable {
    private let slots: [ConnectionSlot]
    private let free: Guarded<[Int]>
    private let queue: ReadinessQueue
    /// Free slots below this number make idle connections leave, so that there is one when it is needed.
    private let reserve: Int

    init(capacity: Int, queue: ReadinessQueue) {
        slots = (0..<capacity).map { _ in ConnectionSlot() }
        free = Guarded(Array((0..<capacity).reversed()))
        self.queue = queue
        reserve = max(1, capacity / 16)
    }

    subscript(_ token: ConnectionToken) -> ConnectionSlot { slots[token.slot] }

    var openCount: Int { slots.count - free.withLock { $0.count } }

    /// Takes in a new connection, or closes it when there is neither a slot nor a descriptor for it.
    func open(_ fd: CInt) {
        let (taken, left) = free.withLock { ($0.popLast(), $0.count) }
        if left < reserve { dismissLongestIdle() }
        guard let slot = taken else {
            _ = Glibc.close(fd)
            return
        }
        guard let token = slots[slot].occupy(fd, slot: slot) else {
            _ = Glibc.close(fd)
            free.withLock { $0.append(slot) }
            return
        }
        if !queue.addOnce(fd, token: token.raw) { close(token) }
    }

    /// Lets any thread hear of an idle connection's next request.
    func queueAgain(_ token: ConnectionToken, descriptor: CInt) {
        if !queue.rearm(descriptor, token: token.raw) { close(token) }
    }

    func close(_ token: ConnectionToken) {
        if slots[token.slot].vacate() { free.withLock { $0.append(token.slot) } }
    }

    /// Makes the connection leave that has been idle for longest; false when none is idle.
    @discardableResult
    func dismissLongestIdle() -> Bool {
        while true {
            let idle = slots.indices.compactMap { index in slots[index].idleSince.map { (index, $0) } }
            guard let oldest = idle.min(by: { $0.1 < $1.1 })?.0 else { return false }
            if slots[oldest].dismissIfIdle() { return true }
        }
    }

    func dismissAllIdle() { for slot in slots { _ = slot.dismissIfIdle() } }

    func breakOffOverdue(_ limits: FastCGILimits) {
        let now = MonotonicClock.milliseconds
        for slot in slots {
            slot.breakOff(readingSince: now - limits.readMilliseconds, writingSince: now - limits.writeMilliseconds)
        }
    }

    /// What a stop does to requests that are not there yet.
    func endReading() { for slot in slots { slot.endReading() } }

    /// What a stop does to answers that nobody takes.
    func endWriting() { for slot in slots { slot.breakOff(readingSince: .max, writingSince: .max) } }

    /// Closes whatever is left once nobody reads or answers any more.
    func closeAll() {
        for (index, slot) in slots.enumerated() where slot.vacate() { free.withLock { $0.append(index) } }
    }
}
