import CFastCGI
import Glibc

/// The kernel's list of descriptors that have something to read (epoll).
///
/// An idle kept connection waits here and not in a thread: any number of them costs no thread, and the reading thread,
/// when it is busy, finds its next request without going to sleep. Manual page: epoll(7).
final class ReadinessQueue: Sendable {
    private let descriptor: CInt

    init() throws(FastCGIFailure) {
        descriptor = epoll_create1(CInt(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw FastCGIFailure(operation: "epoll_create1", code: errno) }
    }

    deinit { close(descriptor) }

    /// Reports `token` once when the descriptor is readable, then not again before `rearm`. False: no memory.
    func addOnce(_ fd: CInt, token: UInt64) -> Bool {
        control(EPOLL_CTL_ADD, fd, EPOLLIN.rawValue | EPOLLONESHOT.rawValue, token)
    }

    /// Reports `token` to every waiting thread for as long as the descriptor is readable.
    func addForAll(_ fd: CInt, token: UInt64) -> Bool {
        control(EPOLL_CTL_ADD, fd, EPOLLIN.rawValue, token)
    }

    func rearm(_ fd: CInt, token: UInt64) -> Bool {
        control(EPOLL_CTL_MOD, fd, EPOLLIN.rawValue | EPOLLONESHOT.rawValue, token)
    }

    func remove(_ fd: CInt) { _ = control(EPOLL_CTL_DEL, fd, 0, 0) }

    /// Waits for the next token.
    func next() -> UInt64 {
        var event = unsafe epoll_event()
        while unsafe epoll_wait(descriptor, &event, 1, -1) < 1 {}
        return unsafe event.data.u64
    }

    private func control(_ operation: CInt, _ fd: CInt, _ events: UInt32, _ token: UInt64) -> Bool {
        var event = unsafe epoll_event()
        unsafe event.events = events
        unsafe event.data.u64 = token
        return unsafe epoll_ctl(descriptor, operation, fd, &event) == 0
    }
}
