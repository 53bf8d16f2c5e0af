import Glibc
import Synchronization
import Threading

/// Serves FastCGI requests on a listener with a fixed number of threads.
///
/// Threads are for running requests only: connections wait in the kernel's readiness queue. Every request is read to
/// its end before the handler sees it, so that no byte of a body can ever be taken for a request.
package final class FastCGIServer: Sendable {
    private enum Stage: Int, AtomicRepresentable { case serving, stopping, ended }

    let limits: FastCGILimits
    let queue: ReadinessQueue
    let table: ConnectionTable
    let attendance: Attendance
    let bodyLimit: @Sendable (_ path: String) -> Int
    private let listener: Listener
    private let threadCount: Int
    private let handler: @Sendable (FastCGIRequest) -> FastCGIResponse
    private let onIncident: @Sendable (FastCGIIncident) -> Void
    private let endSignal: EndSignal
    private let stage = Atomic(Stage.serving)
    private let threads = Guarded<[JoinableThread]>([])
    private let requests = Atomic(0)
    private let connections = Atomic(0)
    private let refused = Atomic(0)
    private let undelivered = Atomic(0)

    /// Prepares a server that does nothing yet.
    ///
    /// `bodyLimit` says how many body bytes a path of REQUEST_URI may have; more is `BodyState.tooLarge`. `onIncident`
    /// is told what belongs into the log. `handler` is called on request threads, many at a time.
    ///
    /// - Throws: `FastCGIFailure` when libfcgi or the system refuses what it needs.
    package init(
        listener: Listener, threads: Int, limits: FastCGILimits = FastCGILimits(),
        bodyLimit: @escaping @Sendable (_ path: String) -> Int,
        onIncident: @escaping @Sendable (FastCGIIncident) -> Void = { _ in },
        handler: @escaping @Sendable (FastCGIRequest) -> FastCGIResponse
    ) throws(FastCGIFailure) {
        try FastCGILibrary.prepare()
        self.listener = listener
        self.threadCount = threads
        self.limits = limits
        self.bodyLimit = bodyLimit
        self.onIncident = onIncident
        self.handler = handler
        attendance = try Attendance()
        queue = try ReadinessQueue()
        table = ConnectionTable(capacity: max(limits.connections, threads), queue: queue)
        endSignal = try EndSignal()
    }

    /// Starts the threads. To be called once.
    package func start() {
        let started = (0..<threadCount).map { number in
            JoinableThread(name: "request \(number)") { [self] in
                var loop = RequestLoop(server: self)
                loop.run()
            }
        }
        let watch = JoinableThread(name: "watch") { [self] in
            while !endSignal.wait(milliseconds: 500) { table.breakOffOverdue(limits) }
        }
        threads.withLock { $0 = started + [watch] }
        _ = queue.addForAll(endSignal.descriptor, token: ConnectionToken.end.raw)
        _ = queue.addOnce(listener.descriptor, token: ConnectionToken.listener.raw)
    }

    /// Stops within a second plus what the running handlers need. Nothing that was accepted goes unanswered, and what
    /// waits in the listener's backlog is still served, unless the listener is shared. To be called once.
    package func stop() {
        stage.store(.stopping, ordering: .sequentiallyConsistent)
        if listener.isShared { queue.remove(listener.descriptor) }
        listener.withdraw()
        // From here on every answer closes its connection. A busy web server sends the next request on a connection
        // it keeps within milliseconds, so idle ones get a moment for a last one.
        let farewell = Deadline.milliseconds(limits.farewellMilliseconds)
        while !farewell.isPast, table.openCount > 0 || !listener.isShared && listener.hasArrival { usleep(2_000) }
        stage.store(.ended, ordering: .sequentiallyConsistent)
        endSignal.raise()
        table.dismissAllIdle()
        table.endReading()
        let patience = Deadline.milliseconds(limits.farewellMilliseconds)
        let all = threads.withLock { $0 }
        for thread in all where !thread.join(until: patience) { break }
        table.endWriting()
        for thread in all { thread.join() }
        table.closeAll()
    }

    package var statistics: FastCGIStatistics {
        var counts = FastCGIStatistics()
        counts.requests = requests.load(ordering: .relaxed)
        counts.connections = connections.load(ordering: .relaxed)
        counts.refused = refused.load(ordering: .relaxed)
        counts.undelivered = undelivered.load(ordering: .relaxed)
        counts.open = table.openCount
        return counts
    }

    var isStopping: Bool { stage.load(ordering: .relaxed) != .serving }
    var hasEnded: Bool { stage.load(ordering: .relaxed) == .ended }

    func handle(_ request: FastCGIRequest) -> FastCGIResponse {
        requests.wrappingAdd(1, ordering: .relaxed)
        return handler(request)
    }

    func countRefusal(_ refusal: PeerRefusal) {
        refused.wrappingAdd(1, ordering: .relaxed)
        onIncident(.refused(refusal))
    }

    func countUndelivered(_ request: FastCGIRequest) {
        undelivered.wrappingAdd(1, ordering: .relaxed)
        onIncident(.undelivered(request))
    }

    /// Takes every waiting connection, then lets the listener report again.
    func acceptAll() {
        accepting: while true {
            switch listener.accept(silenceMilliseconds: limits.silenceMilliseconds) {
            case .connection(let fd):
                connections.wrappingAdd(1, ordering: .relaxed)
                table.open(fd)
            case .nothing:
                break accepting
            case .failed(let code):
                onIncident(.acceptFailed(code: code))
                // Out of descriptors: an idle connection's may help; if not, others keep serving meanwhile.
                if !table.dismissLongestIdle() { usleep(50_000) }
                break accepting
            }
        }
        _ = queue.rearm(listener.descriptor, token: ConnectionToken.listener.raw)
    }
}
