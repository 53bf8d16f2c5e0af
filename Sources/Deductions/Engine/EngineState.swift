import Synchronization
import Threading

/// What an engine's threads share.
final class EngineState: Sendable {
    private let stopping = Atomic<Bool>(false)
    private let patience = Guarded<Deadline?>(nil)
    private let batches = Atomic<Int64>(0)
    private let commands = Atomic<Int64>(0)

    var isStopping: Bool { stopping.load(ordering: .acquiring) }

    /// Stopping, and the time for finding out about unknown commits is over.
    var isOutOfPatience: Bool { isStopping && patience.withLock { $0?.isPast ?? false } }

    func stop() {
        patience.withLock { $0 = .milliseconds(5000) }
        stopping.store(true, ordering: .releasing)
    }

    func count(_ taken: Int) {
        batches.wrappingAdd(1, ordering: .relaxed)
        commands.wrappingAdd(Int64(taken), ordering: .relaxed)
    }

    var statistics: EngineStatistics {
        EngineStatistics(
            batches: batches.load(ordering: .relaxed), commands: commands.load(ordering: .relaxed))
    }
}
