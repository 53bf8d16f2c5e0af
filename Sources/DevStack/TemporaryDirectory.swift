import Foundation

/// A new, empty directory of ours alone, removed with all it holds when the object goes.
package final class TemporaryDirectory: Sendable {
    /// The full path, short enough for unix sockets.
    package let path: String

    package init() throws(StackFailure) {
        path = "/tmp/kadock-\(UUID().uuidString.prefix(13).lowercased())"
        try Files.makeDirectory(path)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
