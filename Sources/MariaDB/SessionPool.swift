import Dispatch
package import Threading

/// A fixed number of sessions shared by many threads, opened when first needed. For reads: a lane has its own session.
package final class SessionPool: Sendable {
    private let address: DatabaseAddress
    private let timeouts: SessionTimeouts
    private let idle = Guarded<[Session]>([])
    private let free: DispatchSemaphore

    /// A pool of at most `size` sessions.
    package init(_ address: DatabaseAddress, size: Int, timeouts: SessionTimeouts = .standard) {
        precondition(size > 0, "a pool needs a session")
        self.address = address
        self.timeouts = timeouts
        free = DispatchSemaphore(value: size)
    }

    /// Runs `body` with a session of its own. No session free before the deadline: `.connectionLost`.
    ///
    /// A session may have been lost while it lay idle (the server was restarted), which shows in its next statement
    /// only. So `body` runs once more, on a new session, when it lost one that was used before: it must only read.
    package func with<Result>(
        _ deadline: Deadline, _ body: (Session) throws(DatabaseFailure) -> Result
    ) throws(DatabaseFailure) -> Result {
        guard free.wait(timeout: .now() + .milliseconds(deadline.remainingMilliseconds)) == .success else {
            throw DatabaseFailure(kind: .connectionLost, message: "all sessions of the pool are busy")
        }
        defer { free.signal() }
        if let session = takeIdle() {
            do throws(DatabaseFailure) {
                defer { giveBack(session) }
                return try body(session)
            } catch  where error.kind == .connectionLost && !deadline.isPast {
                dropIdle()
            }
        }
        let session = try Session(address, timeouts: timeouts)
        defer { giveBack(session) }
        return try body(session)
    }

    /// Closes all idle sessions.
    package func dropIdle() {
        var dropped: [Session] = []
        idle.withLock { swap(&dropped, &$0) }
        for session in dropped { session.close() }
    }

    private func takeIdle() -> Session? {
        var taken: Session?
        idle.withLock { taken = $0.popLast() }
        return taken
    }

    private func giveBack(_ session: Session) {
        if session.isInTransaction { try? session.rollback() }
        guard !session.isLost else { return session.close() }
        idle.withLock { $0.append(session) }
    }
}
