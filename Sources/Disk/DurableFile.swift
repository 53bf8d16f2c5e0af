package import Glibc

/// A file that appears whole and on the disk, or not at all: written beside its place, synced, then renamed into it.
///
/// Of two writers of one file at once only one may be at work: they see to that.
package final class DurableFile {
    private let path: String
    private let descriptor: CInt
    private var isOver = false

    private var temporaryPath: String { "\(path).part" }

    /// Begins a file, readable by its owner and group unless something else is said.
    package init(_ path: String, mode: mode_t = 0o640) throws(DiskFailure) {
        self.path = path
        descriptor = unsafe open("\(path).part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else {
            isOver = true
            throw DiskFailure(path: path, code: errno)
        }
    }

    /// One that was not finished leaves nothing behind.
    deinit {
        guard !isOver else { return }
        close(descriptor)
        unsafe unlink(temporaryPath)
    }

    package func write(_ bytes: [UInt8]) throws(DiskFailure) {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress.map { unsafe $0 + done }, bytes.count - done)
            }
            if count > 0 { done += count } else if errno != EINTR { throw DiskFailure(path: path, code: errno) }
        }
    }

    /// Puts it into its place, in the room of an older one. `beforeRename` is told when the content is on the disk.
    package func finish(beforeRename: () -> Void = {}) throws(DiskFailure) {
        guard fsync(descriptor) == 0 else { throw DiskFailure(path: path, code: errno) }
        beforeRename()
        guard unsafe rename(temporaryPath, path) == 0 else { throw DiskFailure(path: path, code: errno) }
        isOver = true
        close(descriptor)
    }
}
