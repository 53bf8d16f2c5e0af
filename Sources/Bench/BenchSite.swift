package import MariaDB
package import OpenSSL

/// The running stack that is measured.
package struct BenchSite: Sendable {
    /// How the workers' engines run.
    package enum WorkerMode: Sendable {
        /// As the product runs them.
        case batching
        /// One command a transaction, 16 sessions over all workers.
        case singleCommand
        /// Also giving events their positions, and telling shops of them.
        case sequencing
    }

    package let context: TLSContext
    package let address: ServiceAddress
    /// Entered as the server's administrator, the tables' owner and a worker.
    package let administrator: DatabaseAddress
    package let owner: DatabaseAddress
    package let worker: DatabaseAddress
    /// The stack's processes as they are at the moment.
    package let processes: @Sendable () -> [ProcessGroup: [Int32]]
    /// Starts the workers anew in this mode, if they are in another, and waits until they serve.
    package let useWorkers: @Sendable (WorkerMode) throws(LoadFailure) -> Void

    package init(
        context: TLSContext, address: ServiceAddress, administrator: DatabaseAddress, owner: DatabaseAddress,
        worker: DatabaseAddress, processes: @escaping @Sendable () -> [ProcessGroup: [Int32]],
        useWorkers: @escaping @Sendable (WorkerMode) throws(LoadFailure) -> Void
    ) {
        self.context = context
        self.address = address
        self.administrator = administrator
        self.owner = owner
        self.worker = worker
        self.processes = processes
        self.useWorkers = useWorkers
    }
}
