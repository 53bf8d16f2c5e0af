import Dispatch
package import Events
package import MariaDB
import Threading

/// Delivers events: takes what is due, has a few threads send it, writes down what came of it. Any number of senders
/// may run; one of them has each delivery at a time.
package final class WebhookSender {
    /// How soon a host is asked again that has more waiting than it takes.
    private static let crowdedPauseMicroseconds: Int64 = 1_000_000

    private let desk: WebhookDesk
    private let post: WebhookPost
    private let onDeath: (DeliveryOutcome) -> Void
    private let threads = WorkPool(name: "webhook", threads: WebhookQueue.width)
    private let ended = Guarded<[Ended]>([])
    private let arrived = DispatchSemaphore(value: 0)
    private var queue = WebhookQueue()
    private var unwritten: [DeliveryOutcome] = []

    private struct Ended: Sendable {
        let host: String
        let outcome: DeliveryOutcome
    }

    /// `onDeath` hears of each delivery that is given up.
    package init(
        _ desk: WebhookDesk, _ post: WebhookPost, onDeath: @escaping (DeliveryOutcome) -> Void = { _ in }
    ) {
        self.desk = desk
        self.post = post
        self.onDeath = onDeath
    }

    /// Writes down what has ended and starts what may go out; true if there may be more at once. What could not be
    /// written down is kept for the next pass.
    package func pass() throws(DatabaseFailure) -> Bool {
        collect()
        defer { start() }
        try write()
        let room = queue.room
        guard room > 0 else { return false }
        let (webhooks, isFull) = try desk.take(limit: room)
        let crowded = webhooks.filter { !queue.add($0) }
        try desk.giveBack(crowded, pauseMicroseconds: Self.crowdedPauseMicroseconds)
        return isFull
    }

    /// Waits until something has ended, or so long.
    package func wait(milliseconds: Int) {
        _ = arrived.wait(timeout: .now() + .milliseconds(milliseconds))
    }

    /// Waits so long for what is under way, and writes it down. What has no outcome by then is due when its lease is
    /// over: somebody's slow server must not hold up whoever restarts us.
    package func stop(withinMilliseconds limit: Int = 1_000) {
        let deadline = Deadline.milliseconds(limit)
        collect()
        while !queue.isIdle, !deadline.isPast {
            wait(milliseconds: min(50, deadline.remainingMilliseconds))
            collect()
        }
        threads.close()
        try? write()
    }

    private func start() {
        while let webhook = queue.start() {
            // Its lease is running out: it is left to whoever takes it next.
            guard !webhook.latestStart.isPast else {
                queue.finish(webhook.host)
                continue
            }
            let (post, ended, arrived) = (post, ended, arrived)
            threads.run {
                let outcome = post.send(webhook)
                ended.withLock { $0.append(Ended(host: webhook.host, outcome: outcome)) }
                arrived.signal()
            }
        }
    }

    private func collect() {
        let all = ended.withLock { ended in
            defer { ended.removeAll() }
            return ended
        }
        for one in all {
            queue.finish(one.host)
            unwritten.append(one.outcome)
        }
    }

    private func write() throws(DatabaseFailure) {
        try desk.record(unwritten)
        for outcome in unwritten where outcome.next == .dead { onDeath(outcome) }
        unwritten.removeAll()
    }
}
