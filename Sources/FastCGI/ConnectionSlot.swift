import Glibc
import Synchronization

/// Room for one connection: who holds it and since when.
///
/// The lock keeps everybody off a descriptor number that has been closed and given out again. It is a `Mutex`: at most
/// the connection's thread and the one that watches or stops ever meet here.
final class ConnectionSlot: Sendable {
    private enum Phase { case free, idle, reading, handling, writing }

    private struct State {
        var phase = Phase.free
        var descriptor: CInt = -1
        /// libfcgi's own copy: it closes what it is given when a request displeases it.
        var copy: CInt = -1
        var generation: UInt32 = 0
        var since = 0
    }

    private let state = Mutex(State())

    /// Puts a connection into a free slot and into the queue; false when the system has no room for it.
    func occupy(_ fd: CInt, slot: Int, queue: ReadinessQueue) -> Bool {
        state.withLock { state in
            let copy = fcntl(fd, F_DUPFD_CLOEXEC, 0)
            guard copy >= 0 else { return false }
            let token = ConnectionToken(slot: slot, generation: state.generation)
            guard queue.addOnce(fd, token: token.raw) else {
                _ = Glibc.close(copy)
                return false
            }
            state.phase = .idle
            (state.descriptor, state.copy) = (fd, copy)
            state.since = MonotonicClock.milliseconds
            return true
        }
    }

    /// Takes the connection for a request; nil when it is no longer the one the token means.
    func claim(_ generation: UInt32) -> (descriptor: CInt, copy: CInt)? {
        state.withLock { state in
            guard state.generation == generation, state.phase == .idle else { return nil }
            state.phase = .reading
            state.since = MonotonicClock.milliseconds
            return (state.descriptor, state.copy)
        }
    }

    func markHandling() { state.withLock { $0.phase = .handling } }

    func markWriting() {
        state.withLock { state in
            state.phase = .writing
            state.since = MonotonicClock.milliseconds
        }
    }

    /// Lets a kept connection wait for its next request; false when it could not be queued.
    func rest(slot: Int, queue: ReadinessQueue) -> Bool {
        state.withLock { state in
            // Both under the lock: once it is idle it may be closed and its number given out again.
            state.phase = .idle
            state.since = MonotonicClock.milliseconds
            return queue.rearm(
                state.descriptor, token: ConnectionToken(slot: slot, generation: state.generation).raw)
        }
    }

    /// Closes the connection, unless the slot is free already.
    func vacate(copyIsClosed: Bool = false) {
        state.withLock { state in
            guard state.phase != .free else { return }
            ConnectionSlot.close(&state, copyIsClosed: copyIsClosed)
        }
    }

    /// Closes the connection if it is idle; whether it was.
    func vacateIfIdle() -> Bool {
        state.withLock { state in
            guard state.phase == .idle else { return false }
            ConnectionSlot.close(&state, copyIsClosed: false)
            return true
        }
    }

    /// Since when it has been idle, in milliseconds of the monotonic clock; nil when it is not.
    var idleSince: Int? { state.withLock { $0.phase == .idle ? $0.since : nil } }

    /// Breaks off a request that takes too long to arrive or to be delivered; its thread then closes the connection.
    func breakOff(readingSince readLimit: Int, writingSince writeLimit: Int) {
        state.withLock { state in
            switch state.phase {
            case .reading where state.since < readLimit, .writing where state.since < writeLimit:
                shutdown(state.descriptor, CInt(SHUT_RDWR))
            default: break
            }
        }
    }

    /// Ends reading: half a request becomes a broken one, a request that is being handled can still be answered.
    func endReading() {
        state.withLock { state in
            if state.phase != .free { shutdown(state.descriptor, CInt(SHUT_RD)) }
        }
    }

    private static func close(_ state: inout State, copyIsClosed: Bool) {
        if !copyIsClosed { _ = Glibc.close(state.copy) }
        _ = Glibc.close(state.descriptor)
        state = State(generation: state.generation &+ 1)
    }
}
