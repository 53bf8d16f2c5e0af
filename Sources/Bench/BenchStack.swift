import DevStack
import MariaDB
import OpenSSL

/// A stack of the bench's own, in a temporary directory, as the product runs it.
package final class BenchStack: Sendable {
    package let site: BenchSite
    private let stack: DevStack
    // Removed with what is in it when nobody needs it any more.
    private let directory: TemporaryDirectory

    /// Starts nginx, workers and a database. `lanes` are those of a worker; nil: as many as the product has.
    /// `programs` is the folder of `kadock-worker`; nil: that of this program.
    /// `doesAll`: also give events their positions and check the books, at the expense of what is measured.
    package init(
        workers: Int, lanes: Int? = nil, doesAll: Bool = false, programs: String? = nil
    ) throws(LoadFailure) {
        do {
            directory = try TemporaryDirectory()
            var options = StackOptions(directory: directory.path)
            options.workers = workers
            options.demo = false
            options.sequencesEvents = doesAll
            options.checksBooks = doesAll
            options.sendsWebhooks = false
            options.lanesPerWorker = lanes ?? options.lanesPerWorker
            options.programs = programs
            stack = try DevStack.start(options)
            site = try Self.site(stack, workers: workers)
        } catch let failure as LoadFailure {
            throw failure
        } catch {
            throw LoadFailure("\(error)")
        }
    }

    /// The stack as the target of a chaos run, with merchants and payers of its own.
    package func chaosTarget() throws(LoadFailure) -> ChaosTarget {
        let population = try Population.create(
            merchants: 10, payers: 200, hotPayers: 0, owner: site.owner, worker: site.worker)
        let stack = stack
        return ChaosTarget(
            context: site.context, address: site.address, administrator: site.administrator,
            workerUser: site.worker.user, workers: { stack.workers.processIDs },
            database: { stack.database.processID }, keys: population.keys, payers: population.payers)
    }

    package func stop() {
        stack.stop()
    }

    private static func site(_ stack: DevStack, workers: Int) throws -> BenchSite {
        guard let address = ServiceAddress(baseURL: stack.description.baseURL) else {
            throw LoadFailure("no address: \(stack.description.baseURL)")
        }
        let mode = WorkerSwitch(stack, workers: workers)
        return BenchSite(
            context: try TLSContext(authorityFile: stack.description.authorityFile), address: address,
            administrator: stack.database.address(), owner: try stack.database.address(.owner),
            worker: try stack.database.address(.worker), processes: { processes(of: stack) },
            useWorkers: { (wanted: BenchSite.WorkerMode) throws(LoadFailure) in try mode.use(wanted) })
    }

    private static func processes(of stack: DevStack) -> [ProcessGroup: [Int32]] {
        let master = stack.nginx.processID
        return [
            .workers: stack.workers.processIDs, .database: [stack.database.processID].compactMap(\.self),
            .proxy: master.map { [$0] + ProcessTable.children(of: $0) } ?? [],
        ]
    }
}
