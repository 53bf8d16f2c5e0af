import Glibc

/// Hands libfcgi a request's head that has been read already, followed by an empty STDIN.
struct HeadPipe: ~Copyable {
    /// The end to read from.
    let readEnd: CInt
    /// To be set when libfcgi has closed the read end.
    var isReadEndClosed = false

    /// A head is smaller than a pipe (64 KiB), so that the write cannot block. Throws `unusable` without a pipe.
    init(head: [UInt8], requestID: Int) throws(PeerRefusal) {
        var ends: [CInt] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw .unusable }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        let bytes = head + RecordHeader.endOfInput(requestID: requestID)
        let written = unsafe bytes.withUnsafeBytes { unsafe write(ends[1], $0.baseAddress, $0.count) }
        close(ends[1])
        guard written == bytes.count else {
            close(ends[0])
            throw .unusable
        }
        readEnd = ends[0]
    }

    deinit {
        if !isReadEndClosed { close(readEnd) }
    }
}
