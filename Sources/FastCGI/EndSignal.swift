import Glibc

/// A pipe that is readable for everybody, for ever, once the signal has been raised.
final class EndSignal: Sendable {
    let descriptor: CInt
    private let writeEnd: CInt

    init() throws(FastCGIFailure) {
        var ends: [CInt] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw FastCGIFailure(operation: "pipe", code: errno) }
        (descriptor, writeEnd) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    deinit {
        close(descriptor)
        close(writeEnd)
    }

    func raise() {
        var byte: UInt8 = 0
        _ = unsafe write(writeEnd, &byte, 1)
    }

    /// Waits for the signal; false when the time has passed without it.
    func wait(milliseconds: CInt) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&entry, 1, milliseconds) > 0
    }
}
