package import MariaDB
package import OpenSSL

/// The running stack that is to be shaken.
package struct ChaosTarget: Sendable {
    package let context: TLSContext
    package let address: ServiceAddress
    package let administrator: DatabaseAddress
    /// The user as whom workers enter the database.
    package let workerUser: String
    /// The worker processes as they are at the moment.
    package let workers: @Sendable () -> [Int32]
    /// mariadbd as it is at the moment.
    package let database: @Sendable () -> Int32?
    package let keys: [SigningKey]
    package let payers: [BenchPayer]

    package init(
        context: TLSContext, address: ServiceAddress, administrator: DatabaseAddress, workerUser: String,
        workers: @escaping @Sendable () -> [Int32], database: @escaping @Sendable () -> Int32?, keys: [SigningKey],
        payers: [BenchPayer]
    ) {
        self.context = context
        self.address = address
        self.administrator = administrator
        self.workerUser = workerUser
        self.workers = workers
        self.database = database
        self.keys = keys
        self.payers = payers
    }
}
