import Glibc
import Synchronization

/// Room for one connection: what its request is at and since when.
///
/// Only who has claimed a connection closes it: the thread that reads, and from then on the requester. Others at most
/// shut it down, which wakes whoever waits for it or, when it is idle, the reading thread. The lock keeps them off a
/// descriptor number that has been given out again. It is a `Mutex`: at most the connection's thread and the one that
/// watches or stops ever meet here.
final class ConnectionSlot: Sendable {
    /// A connection in the hands of one thread at a time: reading, then answering, perhaps closing it.
    struct Claim: Sendable {
        let descriptor: CInt
        /// libfcgi's own copy: it closes what it is given when a request displeases it.
        let copy: CInt
    }

    private enum Phase { case free, idle, dismissed, reading, handling, writing }

    private struct State {
        var phase = Phase.free
        var descriptor: CInt = -1
        var copy: CInt = -1
        var isCopyClosed = false
        var generation: UInt32 = 0
        var since = 0
    }

    private let state = Mutex(State())

    /// Puts a connection into a free slot; the token to queue it with, nil when there is no descriptor left.
    func occupy(_ fd: CInt, slot: Int) -> ConnectionToken? {
        state.withLock { state in
            let copy = fcntl(fd, F_DUPFD_CLOEXEC, 0)
            guard copy >= 0 else { return nil }
            state.phase = .idle
            (state.descriptor, state.copy) = (fd, copy)
            state.since = MonotonicClock.milliseconds
            return ConnectionToken(slot: slot, generation: state.generation)
        }
    }

    /// Takes the connection for a request; nil when it is no longer the one the token means.
    func claim(_ token: ConnectionToken) -> Claim? {
        state.withLock { state in
            guard state.generation == token.generation, state.phase == .idle || state.phase == .dismissed else {
                return nil
            }
            state.phase = .reading
            state.since = MonotonicClock.milliseconds
            return Claim(descriptor: state.descriptor, copy: state.copy)
        }
    }

    /// libfcgi has closed the copy: by then the number may be another file's.
    func noteCopyClosed(_ isClosed: Bool) {
        if isClosed { state.withLock { $0.isCopyClosed = true } }
    }

    func markHandling() { state.withLock { $0.phase = .handling } }

    func markWriting() {
        state.withLock { state in
            state.phase = .writing
            state.since = MonotonicClock.milliseconds
        }
    }

    /// To be followed by waiting at the descriptor or queueing it: until then nobody can claim it.
    func markIdle() {
        state.withLock { state in
            state.phase = .idle
            state.since = MonotonicClock.milliseconds
        }
    }

    /// Closes the connection; whether there was one.
    func vacate() -> Bool {
        state.withLock { state in
            guard state.phase != .free else { return false }
            if !state.isCopyClosed { close(state.copy) }
            close(state.descriptor)
            state = State(generation: state.generation &+ 1)
            return true
        }
    }

    /// Shuts the connection down if it is idle: the next thread to look at it closes it. Whether it was idle.
    func dismissIfIdle() -> Bool {
        state.withLock { state in
            guard state.phase == .idle else { return false }
            shutdown(state.descriptor, CInt(SHUT_RDWR))
            state.phase = .dismissed
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
}
