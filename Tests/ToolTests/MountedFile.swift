import Foundation
import Glibc
import Testing

/// A file that one thread sees in the place of another one; it takes root.
enum MountedFile {
    static let isPossible = (try? Scratch().run("unshare", "-m", "true")) != nil

    /// Puts a text in the place of a file, for this thread and those that it starts. The text lies in `scratch`.
    static func put(_ path: String, _ text: String, _ scratch: Scratch) throws {
        let name = URL(filePath: path).lastPathComponent
        try scratch.write(name, Array(text.utf8))
        let file = scratch.url.appending(path: name).path(percentEncoded: false)
        // Glibc's module leaves this function out. https://man7.org/linux/man-pages/man2/unshare.2.html
        guard let symbol = unsafe dlsym(nil, "unshare") else { throw Scratch.CommandFailure(description: "unshare") }
        let unshare = unsafe unsafeBitCast(symbol, to: (@convention(c) (CInt) -> CInt).self)
        let newMountNamespace: CInt = 0x0002_0000
        try #require(unshare(newMountNamespace) == 0)
        try #require(unsafe mount("none", "/", nil, CUnsignedLong(MS_REC | MS_PRIVATE), nil) == 0)
        try #require(unsafe mount(file, path, nil, CUnsignedLong(MS_BIND), nil) == 0)
    }
}
