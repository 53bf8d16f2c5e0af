import Deductions
import Dispatch
package import Events
package import MariaDB
import Threading
import Values

/// Delivers events: takes what is due, has a few threads send it, writes down what came of it. Any number of senders
/// may run; one of them has each delivery at a time.
package final class DeliverySender {
    /// An answer within this time is a quick one.
    private static let quickMilliseconds = 250

    private let desk: DeliveryDesk
    private let post: DeliveryPost
    private let onDeath: (DeliveryOutcome) -> Void
    private let threads = WorkPool(name: "delivery", threads: DeliveryQueue.width)
    private let ended = Guarded<[Ended]>([])
    private let arrived = DispatchSemaphore(value: 0)
    private var queue = DeliveryQueue()
    private var unwritten: [DeliveryOutcome] = []

    private struct Ended: Sendable {
        let recipient: Recipient
        let isQuick: Bool
        let outcome: DeliveryOutcome
    }

    /// `onDeath` hears of each delivery that this sender gives up.
    package init(
        _ desk: DeliveryDesk, _ post: DeliveryPost, onDeath: @escaping (DeliveryOutcome) -> Void = { _ in }
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
        let (deliveries, isFull) = try desk.take(limit: room)
        let now = WallClock.now().microseconds
        var crowded: [(delivery: Delivery, pauseMicroseconds: Int64)] = []
        for taken in deliveries where !queue.add(taken) {
            crowded.append((taken.delivery, queue.pause(taken.recipient, now: now)))
        }
        try desk.giveBack(crowded)
        return isFull
    }

    /// Starts what may go out as others end, for so long, or until all that went out has ended. The database has no
    /// part in it: what ends meanwhile is written down together.
    package func work(milliseconds: Int) {
        let deadline = Deadline.milliseconds(milliseconds)
        while !deadline.isPast {
            wait(until: deadline)
            collect()
            start()
            if queue.isIdle, !unwritten.isEmpty { return }
        }
    }

    private func wait(until deadline: Deadline) {
        _ = arrived.wait(timeout: .now() + .milliseconds(max(1, deadline.remainingMilliseconds)))
    }

    /// Waits so long for what is under way, and writes it down. What has no outcome by then is due when its lease is
    /// over: somebody's slow server must not hold up whoever restarts us.
    package func stop(withinMilliseconds limit: Int = 1_000) {
        let deadline = Deadline.milliseconds(limit)
        collect()
        while !queue.isIdle, !deadline.isPast {
            wait(until: deadline)
            collect()
        }
        threads.close()
        try? write()
    }

    private func start() {
        while let taken = queue.start() {
            // Its lease is running out: it is left to whoever takes it next.
            guard !taken.latestStart.isPast else {
                queue.finish(taken.recipient, isQuick: false)
                continue
            }
            let (post, ended, arrived) = (post, ended, arrived)
            threads.run {
                let late = Deadline.milliseconds(Self.quickMilliseconds)
                let outcome = post.send(taken)
                let isQuick = outcome.status != nil && !late.isPast
                let isFirst = ended.withLock { ended in
                    ended.append(Ended(recipient: taken.recipient, isQuick: isQuick, outcome: outcome))
                    return ended.count == 1
                }
                // Whoever collects them takes all.
                if isFirst { arrived.signal() }
            }
        }
    }

    private func collect() {
        let all = ended.withLock { ended in
            defer { ended.removeAll() }
            return ended
        }
        for one in all {
            queue.finish(one.recipient, isQuick: one.isQuick)
            unwritten.append(one.outcome)
        }
    }

    private func write() throws(DatabaseFailure) {
        let written = try desk.record(unwritten)
        for outcome in written where outcome.next == .dead { onDeath(outcome) }
        unwritten.removeAll()
    }
}
