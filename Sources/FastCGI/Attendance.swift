import CFastCGI
import Glibc
import Synchronization

/// Sees to it that a thread waits at the readiness queue whenever one is free.
///
/// A thread stays with the connection it has served: the same connection on the same thread and processor costs a
/// third less than the way through the queue. That only goes on while somebody else waits at the queue, for new
/// connections and for those no thread stays with. When the last one there is called away, one that stays is asked to
/// hand its connection to the queue and take that place.
final class Attendance: Sendable {
    /// Threads at the queue, or on their way to it.
    private let waiting = Atomic(0)
    /// Threads that stay with a connection.
    private let staying = Atomic(0)
    /// Readable while somebody has to come to the queue; told to all that stay.
    private let call: CInt

    init() throws(FastCGIFailure) {
        call = eventfd(0, CInt(EFD_CLOEXEC) | CInt(EFD_NONBLOCK))
        guard call >= 0 else { throw FastCGIFailure(operation: "eventfd", code: errno) }
    }

    deinit { close(call) }

    func goToQueue() { waiting.wrappingAdd(1, ordering: .sequentiallyConsistent) }

    /// To be called with an event in hand.
    func leaveQueue() {
        let (_, left) = waiting.wrappingSubtract(1, ordering: .sequentiallyConsistent)
        if left == 0, staying.load(ordering: .sequentiallyConsistent) > 0 {
            var one: UInt64 = 1
            _ = unsafe write(call, &one, MemoryLayout<UInt64>.size)
        }
    }

    /// Stays until the connection has something to read (true) or the place at the queue has to be taken (false).
    /// In the latter case the caller counts as being at the queue already.
    func stay(with descriptor: CInt) -> Bool {
        staying.wrappingAdd(1, ordering: .sequentiallyConsistent)
        defer { staying.wrappingSubtract(1, ordering: .relaxed) }
        while true {
            if waiting.compareExchange(expected: 0, desired: 1, ordering: .sequentiallyConsistent).exchanged {
                return false
            }
            var entries = (
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: call, events: Int16(POLLIN), revents: 0)
            )
            let ready = unsafe withUnsafeMutableBytes(of: &entries) { bytes in
                unsafe poll(bytes.assumingMemoryBound(to: pollfd.self).baseAddress, 2, -1)
            }
            if ready > 0, entries.0.revents != 0 { return true }
            // Whoever is called looks again, after the call has been taken back: none is lost that way.
            var count: UInt64 = 0
            if ready > 0 { _ = unsafe read(call, &count, MemoryLayout<UInt64>.size) }
        }
    }
}
