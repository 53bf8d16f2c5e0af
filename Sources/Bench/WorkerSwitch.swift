import DevStack
import Threading

/// Starts a stack's workers anew when another mode of theirs is asked for.
final class WorkerSwitch: Sendable {
    private let stack: DevStack
    private let workers: Int
    private let mode = Guarded(BenchSite.WorkerMode.batching)

    /// The workers of `stack` run as the product runs them.
    init(_ stack: DevStack, workers: Int) {
        self.stack = stack
        self.workers = workers
    }

    func use(_ wanted: BenchSite.WorkerMode) throws(LoadFailure) {
        guard mode.withLock({ $0 }) != wanted else { return }
        do throws(StackFailure) {
            try stack.workers.restart(environment: environment(wanted))
        } catch {
            throw LoadFailure("\(error)")
        }
        guard stack.waitUntilReady() else { throw LoadFailure("the workers did not become ready") }
        mode.withLock { $0 = wanted }
    }

    /// What to put over the workers' configuration.
    private func environment(_ mode: BenchSite.WorkerMode) -> [String: String] {
        switch mode {
        case .batching: [:]
        case .singleCommand: ["KADOCK_LANES": String(max(1, 16 / workers)), "KADOCK_BATCH_LIMIT": "1"]
        case .sequencing: ["KADOCK_SEQUENCER": "on", "KADOCK_WEBHOOKS": "on"]
        }
    }
}
