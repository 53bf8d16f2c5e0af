import Glibc
import Synchronization
package import Threading

/// Serves FastCGI requests on a listener.
///
/// One thread reads requests and hands them to the handler. It never waits for one: connections wait in the kernel's
/// readiness queue, requests that are still on their way are waited for elsewhere, and answers may come later from any
/// thread. Every request is read to its end before the handler sees it, so that no byte of a body can ever be taken
/// for a request.
package final class FastCGIServer: Sendable {
    private enum Stage: Int, AtomicRepresentable { case serving, stopping, ended }

    let limits: FastCGILimits
    let queue: ReadinessQueue
    let table: ConnectionTable
    /// Threads that may wait: for the rest of a request.
    let waiters: WorkPool
    let bodyLimit: @Sendable (_ path: String) -> Int
    private let listener: Listener
    private let handler: @Sendable (FastCGIRequest, Requester) -> Void
    private let onIncident: @Sendable (FastCGIIncident) -> Void
    private let endSignal: EndSignal
    private let stage = Atomic(Stage.serving)
    private let threads = Guarded<[JoinableThread]>([])
    private let requests = Atomic(0)
    private let connections = Atomic(0)
    private let refused = Atomic(0)
    private let undelivered = Atomic(0)
    /// Requests that are being read at length, handled or answered.
    private let underWay = Atomic(0)

    /// Prepares a server that does nothing yet.
    ///
    /// `bodyLimit` says how many body bytes a path of REQUEST_URI may have; more is `BodyState.tooLarge`. `onIncident`
    /// is told what belongs into the log. `handler` is called on the reading thread and must neither wait nor answer
    /// at length: whatever may take long answers its requester later. `waiters` is stopped by its owner, afterwards.
    ///
    /// - Throws: `FastCGIFailure` when libfcgi or the system refuses what it needs.
    package init(
        listener: Listener, waiters: WorkPool, limits: FastCGILimits = FastCGILimits(),
        bodyLimit: @escaping @Sendable (_ path: String) -> Int,
        onIncident: @escaping @Sendable (FastCGIIncident) -> Void = { _ in },
        handler: @escaping @Sendable (FastCGIRequest, Requester) -> Void
    ) throws(FastCGIFailure) {
        try FastCGILibrary.prepare()
        self.listener = listener
        self.waiters = waiters
        self.limits = limits
        self.bodyLimit = bodyLimit
        self.onIncident = onIncident
        self.handler = handler
        queue = try ReadinessQueue()
        table = ConnectionTable(capacity: limits.connections, queue: queue)
        endSignal = try EndSignal()
    }

    /// Starts the threads. To be called once.
    package func start() {
        let intake = JoinableThread(name: "intake") { [self] in
            var loop = RequestLoop(server: self)
            loop.run()
        }
        let watch = JoinableThread(name: "watch") { [self] in
            while !endSignal.wait(milliseconds: 500) { table.breakOffOverdue(limits) }
        }
        threads.withLock { $0 = [intake, watch] }
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
        while !patience.isPast, isAnswering { usleep(2_000) }
        table.endWriting()
        for thread in all { thread.join() }
        while isAnswering { usleep(2_000) }
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

    private var isAnswering: Bool { underWay.load(ordering: .acquiring) > 0 }

    func handle(_ request: FastCGIRequest, _ requester: Requester) {
        requests.wrappingAdd(1, ordering: .relaxed)
        countBegun()
        handler(request, requester)
    }

    func countBegun() { underWay.wrappingAdd(1, ordering: .relaxed) }
    func countEnded() { underWay.wrappingSubtract(1, ordering: .releasing) }

    /// Keeps a connection for its next request.
    func release(_ token: ConnectionToken, _ connection: ConnectionSlot.Claim) {
        table[token].markIdle()
        table.queueAgain(token, descriptor: connection.descriptor)
    }

    /// Closes the connection of a request that was handled.
    func finish(_ token: ConnectionToken) {
        table.close(token)
        countEnded()
    }

    /// Closes a connection whose peer broke the rules.
    func refuse(_ token: ConnectionToken, _ refusal: PeerRefusal) {
        countRefusal(refusal)
        table.close(token)
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
