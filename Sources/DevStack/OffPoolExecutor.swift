import Dispatch

/// Runs tasks on threads of Dispatch instead of the cooperative pool, whose few threads a test or an engine may block
/// for long: a child process must be started, and its end seen, all the same.
final class OffPoolExecutor: TaskExecutor {
    static let shared = OffPoolExecutor()
    private let queue = DispatchQueue(label: "kadock.children", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = unsafe asUnownedTaskExecutor()
        queue.async { unsafe job.runSynchronously(on: executor) }
    }
}
