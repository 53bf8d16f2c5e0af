import Foundation
import Threading

/// A new, empty directory of ours alone, removed with all it holds when the object goes or the program ends.
package final class TemporaryDirectory: Sendable {
    /// The full path, short enough for unix sockets.
    package let path: String

    package init() throws(StackFailure) {
        path = "/tmp/kadock-\(UUID().uuidString.prefix(13).lowercased())"
        try Files.makeDirectory(path)
        // An object kept by a global constant is never released.
        let made = path
        let isFirst = Self.made.withLock { all in
            all.insert(made)
            return all.count == 1
        }
        if isFirst { atexit { TemporaryDirectory.removeAll() } }
    }

    deinit {
        let path = path
        try? FileManager.default.removeItem(atPath: path)
        Self.made.withLock { _ = $0.remove(path) }
    }

    private static let made = Guarded<Set<String>>([])

    private static func removeAll() {
        for path in made.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
    }
}
