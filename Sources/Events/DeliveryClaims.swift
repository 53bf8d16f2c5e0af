package import MariaDB
import Values

/// Takes deliveries for sending and writes down what came of them, each in one short transaction: nothing is locked
/// while something is sent. Whoever takes one has it for the time of a lease, then anybody may take it again.
package enum DeliveryClaims {
    /// How long a sender has a delivery for itself.
    package static let leaseMicroseconds: Int64 = 30_000_000

    private static let unsequencedPauseMicroseconds: Int64 = 100_000
    private static let blockedPauseMicroseconds: ClosedRange<Int64> = 1_000_000...5_000_000
    /// Pauses of what is blocked are whole steps, so that what is found together is due at few different times.
    private static let blockedStepMicroseconds: Int64 = 100_000

    /// Takes what is due, has a position and is the first of its payment that is not settled. `isFull`: there may be
    /// more.
    package static func take(
        limit: Int, _ session: Session
    ) throws(DatabaseFailure) -> (taken: [(delivery: Delivery, entry: FeedEntry)], isFull: Bool) {
        try inTransaction(session) { now throws(DatabaseFailure) in
            let due = try DeliveryStore.lockDue(at: now, limit: limit, session)
            guard !due.isEmpty else { return ([], false) }
            let sequenced = try EventFeedStore.entries(of: due.map(\.event), session)
            let entries = Dictionary(sequenced.map { ($0.event.id, $0) }, uniquingKeysWith: { $1 })
            let first = try DeliveryStore.first(of: Set(due.map(\.payment)).sorted(), session)
            let lease = Timestamp(microseconds: now.microseconds + leaseMicroseconds)
            var taken: [(delivery: Delivery, entry: FeedEntry)] = []
            var times: [Timestamp: [Identifier]] = [:]
            for delivery in due {
                var time = lease
                if let before = first[delivery.payment], before.version < delivery.version {
                    // Its predecessor wakes it, and until that is due there is little use in looking; but one that
                    // is settled at this moment does not see whom it should wake.
                    let pause = before.dueAt.microseconds - now.microseconds
                    let limits = blockedPauseMicroseconds
                    let steps = min(max(pause, limits.lowerBound), limits.upperBound) / blockedStepMicroseconds
                    time = Timestamp(microseconds: now.microseconds + steps * blockedStepMicroseconds)
                } else if let entry = entries[delivery.event] {
                    taken.append((delivery.taken(until: lease), entry))
                } else {
                    time = Timestamp(microseconds: now.microseconds + unsequencedPauseMicroseconds)
                }
                times[time, default: []].append(delivery.event)
            }
            try DeliveryStore.setDue(times, session)
            return (taken, due.count == limit)
        }
    }

    /// Gives back what was taken and not sent: each is due again after its pause.
    package static func giveBack(
        _ taken: [(delivery: Delivery, pauseMicroseconds: Int64)], _ session: Session
    ) throws(DatabaseFailure) {
        guard !taken.isEmpty else { return }
        try inTransaction(session) { now throws(DatabaseFailure) in
            let times = taken.map { (delivery: $0.delivery, at: now.microseconds + $0.pauseMicroseconds) }
            try DeliveryStore.giveBack(times.sorted { $0.delivery.event < $1.delivery.event }, session)
        }
    }

    /// Writes down what came of tries; what waited for one that is settled now is due. Returns the outcomes that count:
    /// a failure only if nobody else has taken the delivery since, nothing if it is settled already.
    package static func record(
        _ outcomes: [DeliveryOutcome], _ session: Session
    ) throws(DatabaseFailure) -> [DeliveryOutcome] {
        guard !outcomes.isEmpty else { return [] }
        return try inTransaction(session) { now throws(DatabaseFailure) in
            let sorted = outcomes.sorted { $0.delivery.event < $1.delivery.event }
            let dueAt = try DeliveryStore.lockWaiting(sorted.map(\.delivery.event), session)
            let counting = sorted.filter { outcome in
                guard let dueAt = dueAt[outcome.delivery.event] else { return false }
                // What the receiver has accepted is delivered, whoever has it.
                return outcome.next == .delivered || dueAt == outcome.delivery.dueAt
            }
            try DeliveryStore.record(counting, at: now, session)
            try DeliveryStore.wake(behind: counting.filter(\.isSettled).map(\.delivery), at: now, session)
            return counting
        }
    }

    private static func inTransaction<Result>(
        _ session: Session, _ body: (Timestamp) throws(DatabaseFailure) -> Result
    ) throws(DatabaseFailure) -> Result {
        try session.transaction { () throws(DatabaseFailure) in try body(try SequenceStore.clock(session)) }
    }
}

extension Delivery {
    fileprivate func taken(until lease: Timestamp) -> Delivery {
        Delivery(
            event: event, payment: payment, version: version, merchant: merchant, state: state, dueAt: lease,
            attempts: attempts, lastStatus: lastStatus, lastError: lastError)
    }
}
