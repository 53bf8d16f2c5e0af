package import OpenSSL
import Synchronization
import Threading

/// Sends traffic over a number of kept TLS connections, each on a thread of its own, and measures the answers.
package struct LoadGenerator: Sendable {
    package let context: TLSContext
    package let address: ServiceAddress
    /// Connections, and so the most requests that are ever under way.
    package let connections: Int

    package init(context: TLSContext, address: ServiceAddress, connections: Int) {
        precondition(connections > 0, "a load needs a connection")
        self.context = context
        self.address = address
        self.connections = connections
    }

    /// Items ready for each second over all connections, and requests for each second of one connection: more than
    /// any service here has answered.
    private static let preparedItemsPerSecond = 24_000.0
    private static let preparedRequestsPerSecond = 1_000.0

    /// Loads the service and returns what was measured after the warm-up, whose requests are sent and not counted.
    /// `onStart` is called when all is connected and prepared, just before the first request.
    package func run(
        _ traffic: any Traffic, pace: Pace = .closed, warmUpSeconds: Double, seconds: Double,
        onStart: () -> Void = {}
    ) throws(LoadFailure) -> LoadResult {
        let prepared = Int(
            (warmUpSeconds + seconds)
                * min(
                    Self.preparedRequestsPerSecond,
                    Self.preparedItemsPerSecond / Double(connections * traffic.itemsPerRequest)))
        let gate = StartingGate()
        let total = Guarded(LoadResult(seconds: seconds, itemsPerRequest: traffic.itemsPerRequest))
        let arrivals = Arrivals(pace)
        let threads = (0..<connections).map { number in
            JoinableThread(name: "load \(number)") {
                let connection = HTTPConnection(context: context, host: address.host, port: address.port)
                let stream = PreparedStream(traffic.stream(thread: number), count: prepared)
                guard let start = gate.pass(failure: Self.open(connection)) else { return }
                let window = Window(start: start, warmUpSeconds: warmUpSeconds, seconds: seconds)
                var result = LoadResult(seconds: seconds, itemsPerRequest: traffic.itemsPerRequest)
                Self.send(traffic, stream, over: connection, arrivals, window, &result)
                total.withLock { $0.add(result) }
            }
        }
        let failure = gate.open(for: connections, onStart)
        for thread in threads { thread.join() }
        if let failure { throw LoadFailure("cannot connect to \(address.baseURL): \(failure)") }
        return total.withLock { $0 }
    }

    /// The measured part of a run.
    private struct Window {
        let start: UInt64
        let from: UInt64
        let end: UInt64

        init(start: UInt64, warmUpSeconds: Double, seconds: Double) {
            self.start = start
            from = start + UInt64(warmUpSeconds * 1e9)
            end = from + UInt64(seconds * 1e9)
        }

        /// A closed loop counts what was finished in the window: its rate. An open loop counts all that was due in it,
        /// however late it finished.
        func counts(due: UInt64, finish: UInt64, _ pace: Pace) -> Bool {
            pace == .closed ? finish >= from && finish < end : due >= from
        }
    }

    /// Deals out the moments at which requests are due.
    private final class Arrivals: Sendable {
        let pace: Pace
        private let taken = Atomic<Int>(0)

        init(_ pace: Pace) {
            self.pace = pace
        }

        func next(since start: UInt64) -> UInt64 {
            guard case .open(let rate) = pace else { return max(start, MonotonicTime.nanoseconds) }
            let number = taken.wrappingAdd(1, ordering: .relaxed).oldValue
            return start + UInt64(Double(number) * 1e9 / rate)
        }
    }

    private static func open(_ connection: HTTPConnection) -> String? {
        do {
            try connection.open()
            return nil
        } catch {
            return "\(error)"
        }
    }

    private static func send(
        _ traffic: any Traffic, _ requests: any RequestStream, over connection: HTTPConnection, _ arrivals: Arrivals,
        _ window: Window, _ result: inout LoadResult
    ) {
        var requests = requests
        MonotonicTime.sleep(until: window.start)
        while true {
            let due = arrivals.next(since: window.start)
            guard due < window.end else { return }
            MonotonicTime.sleep(until: due)
            let request = requests.next()
            var answer = HTTPAnswer(status: LoadResult.noAnswer)
            do {
                answer = try connection.exchange(request, keepingBody: traffic.readsBodies)
                while let more = requests.following(answer) {
                    answer = HTTPAnswer(status: LoadResult.noAnswer)
                    answer = try connection.exchange(more, keepingBody: traffic.readsBodies)
                }
            } catch {
                // Nothing came back: a broken service must not be asked in a tight loop.
                MonotonicTime.sleep(milliseconds: 10)
            }
            let finish = MonotonicTime.nanoseconds
            if window.counts(due: due, finish: finish, arrivals.pace) {
                result.record(
                    status: answer.status, items: traffic.itemsDone(answer), nanoseconds: finish - due)
            }
        }
    }
}
