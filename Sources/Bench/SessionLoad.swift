package import MariaDB
import Threading

/// Runs pieces of work on a number of database sessions, each on its own thread, and measures them as a closed loop.
package struct SessionLoad: Sendable {
    /// One piece of work on a session.
    package typealias Work = (Session) throws(DatabaseFailure) -> Void

    package let address: DatabaseAddress
    package let sessions: Int

    package init(address: DatabaseAddress, sessions: Int) {
        self.address = address
        self.sessions = sessions
    }

    /// `makeWork` is called once on each thread. Work that fails ends the run: nothing here is meant to fail.
    package func run(
        warmUpSeconds: Double, seconds: Double, _ makeWork: @escaping @Sendable (_ thread: Int) -> Work
    ) throws(LoadFailure) -> LoadResult {
        let gate = StartingGate()
        let total = Guarded(LoadResult(seconds: seconds, itemsPerRequest: 1))
        let failure = Guarded<String?>(nil)
        let threads = (0..<sessions).map { number in
            JoinableThread(name: "session \(number)") {
                do throws(DatabaseFailure) {
                    let result = try Self.measure(
                        address, gate, warmUpSeconds: warmUpSeconds, seconds: seconds, makeWork(number))
                    total.withLock { $0.add(result) }
                } catch {
                    let reason = "\(error)"
                    failure.withLock { $0 = $0 ?? reason }
                }
            }
        }
        let unconnected = gate.open(for: sessions)
        for thread in threads { thread.join() }
        if let reason = unconnected ?? failure.withLock({ $0 }) { throw LoadFailure(reason) }
        return total.withLock { $0 }
    }

    private static func measure(
        _ address: DatabaseAddress, _ gate: StartingGate, warmUpSeconds: Double, seconds: Double, _ work: Work
    ) throws(DatabaseFailure) -> LoadResult {
        var result = LoadResult(seconds: seconds, itemsPerRequest: 1)
        let session: Session
        do throws(DatabaseFailure) {
            session = try Session(address)
        } catch {
            _ = gate.pass(failure: "\(error)")
            return result
        }
        defer { session.close() }
        guard let start = gate.pass(failure: nil) else { return result }
        MonotonicTime.sleep(until: start)
        let from = start + UInt64(warmUpSeconds * 1e9)
        let end = from + UInt64(seconds * 1e9)
        while true {
            let began = MonotonicTime.nanoseconds
            guard began < end else { return result }
            try work(session)
            let finish = MonotonicTime.nanoseconds
            if finish >= from, finish < end { result.record(status: 201, nanoseconds: finish - began) }
        }
    }
}
