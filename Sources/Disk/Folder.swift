import Glibc

/// Folders, and what is in them.
package enum Folder {
    /// Makes a folder and those above it, open to the owner and its group; one that is there stays as it is.
    package static func make(_ path: String) throws(DiskFailure) {
        if unsafe mkdir(path, 0o750) == 0 || errno == EEXIST { return }
        let code = errno
        let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        guard code == ENOENT, !parent.isEmpty else { throw DiskFailure(path: path, code: code) }
        try make(parent)
        try sync(parent)
        guard unsafe mkdir(path, 0o750) == 0 || errno == EEXIST else { throw DiskFailure(path: path, code: errno) }
    }

    /// Returns when the names in a folder are on the disk.
    package static func sync(_ path: String) throws(DiskFailure) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DiskFailure(path: path, code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw DiskFailure(path: path, code: errno) }
    }

    /// Reads a file piece by piece; false: there is none.
    package static func read(_ path: String, _ piece: ([UInt8]) -> Void) throws(DiskFailure) -> Bool {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return false }
            throw DiskFailure(path: path, code: errno)
        }
        defer { close(descriptor) }
        while true {
            var count = 0
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, used in
                count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                used = max(0, count)
            }
            if count == 0 { return true }
            guard count > 0 || errno == EINTR else { throw DiskFailure(path: path, code: errno) }
            piece(bytes)
        }
    }
}
