/// How a stack is to be run.
package struct StackOptions: Sendable {
    /// Where everything of the stack lies; made if it is not there.
    package var directory: String
    /// nginx's port on the loopback addresses; 0 takes the one the directory had before, or any free one.
    package var port = 0
    package var workers = 2
    /// Workers that serve `/v1/events`.
    package var feedWorkers = 1
    /// Whether events get positions, which feeds need.
    package var sequencesEvents = true
    /// Whether the books are checked all the time.
    package var checksBooks = true
    /// Whether merchants are told of events.
    package var sendsWebhooks = true
    /// Whether the first start makes demo merchants and payers, and one of the merchants has its shop open.
    package var demo = true
    /// How often holds and payments past their time are looked for; nil: never.
    package var settleSeconds: Int? = 5
    /// The folder of `kadock-worker`, `kadock-settle` and `kadock`; nil: where the running program is.
    package var programs: String?
    /// Threads of a worker for requests that wait for the database.
    package static let threadsPerWorker = 32
    package var lanesPerWorker = 1
    package var database = DatabaseOptions.loaded

    package init(directory: String) { self.directory = directory }
}
