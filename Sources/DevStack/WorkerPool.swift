import Foundation
import Threading

/// The workers of a stack, each started again when it dies.
package final class WorkerPool: Sendable {
    private let directory: RunDirectory
    private let name: String
    private let program: String
    private let count: Int
    private let processes = Guarded<[SupervisedProcess]>([])

    /// Starts the workers, named `name`-1 and so on. `environment` overrides their configuration.
    init(
        _ directory: RunDirectory, name: String, program: String, count: Int, environment: [String: String] = [:]
    ) throws(StackFailure) {
        self.directory = directory
        self.name = name
        self.program = program
        self.count = count
        try start(environment)
    }

    deinit { stop() }

    /// The processes as they are now; one between two starts is missing.
    package var processIDs: [Int32] { processes.withLock { $0.compactMap { $0.child?.processID } } }
    package var restarts: Int { processes.withLock { $0.reduce(0) { $0 + $1.restarts } } }

    /// Sends a signal to one worker, counted from 0.
    package func signal(_ number: Int32, worker: Int) {
        processes.withLock { $0.indices.contains(worker) ? $0[worker].child : nil }?.signal(number)
    }

    /// Ends all workers in order and starts them anew with other overrides, `KADOCK_LANES` for example.
    package func restart(environment: [String: String] = [:]) throws(StackFailure) {
        stop()
        try start(environment)
    }

    /// Ends all workers in order.
    package func stop() {
        let running = processes.withLock { processes in
            defer { processes = [] }
            return processes
        }
        // Together, not one after the other.
        let threads = running.map { process in
            JoinableThread(name: "stop \(process.name)") { process.stop(withinMilliseconds: 10_000) }
        }
        threads.forEach { $0.join() }
    }

    private func start(_ environment: [String: String]) throws(StackFailure) {
        for number in 1...count {
            let directory = directory
            let program = program
            let name = "\(name)-\(number)"
            var overrides = environment
            overrides["KADOCK_NAME"] = name
            overrides["KADOCK_LISTEN"] = "unix:\(directory.socket(name))"
            let fixed = overrides
            let process = try SupervisedProcess(name: name) { () throws(StackFailure) in
                try ChildProcess(
                    program, ["--config", directory.workerFile], log: directory.log(name),
                    environment: fixed)
            }
            processes.withLock { $0.append(process) }
        }
    }
}
