internal import Configuration
internal import Synchronization

/// Remembers every key that was asked for: what is configured beyond these is a mistake.
final class AskedKeys: AccessReporter {
    private let keys = Mutex<Set<String>>([])

    func report(_ event: AccessEvent) { keys.withLock { _ = $0.insert(event.metadata.key.description) } }

    var all: Set<String> { keys.withLock { $0 } }
}
