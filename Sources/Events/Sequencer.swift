package import MariaDB
import Values

/// Gives committed events their positions, which feeds, webhooks and proofs go by.
///
/// Any number of them may run; a lease in the database lets one work at a time, and its fencing number tells the
/// others' late steps apart. A pass is one transaction: it happens whole or not at all, and nothing of it is kept in
/// memory but who we are.
package final class Sequencer {
    /// What a pass came to.
    package enum Pass: Equatable, Sendable {
        /// Somebody else has the lease.
        case standby
        /// Nothing waits for a position.
        case idle
        /// So many events have got theirs.
        case sequenced(Int)
    }

    /// How long the others wait for a holder that says nothing.
    package static let leaseMicroseconds: Int64 = 3_000_000

    private let address: DatabaseAddress
    private let holder: String
    private var session: Session?
    /// Our fencing number; nil: we never held the lease, or lost it.
    private var epoch: Int64?

    package init(_ address: DatabaseAddress, holder: String) {
        self.address = address
        self.holder = holder
    }

    /// One pass. After a failure the next one begins with a new session.
    package func pass() throws(DatabaseFailure) -> Pass {
        do throws(DatabaseFailure) {
            let session = try connected()
            let seen = try SequenceStore.row(isLocking: false, session)
            let isOurs = seen.epoch == epoch
            guard isOurs || seen.leaseUntil <= seen.now else { return .standby }
            let behind = try SequenceStore.behind(session)
            let isFresh = isOurs && seen.leaseUntil.microseconds - seen.now.microseconds > Self.leaseMicroseconds / 2
            // An idle holder writes only to keep its lease.
            if behind.isEmpty, isFresh { return .idle }
            return try sequence(behind, session)
        } catch {
            session?.close()
            session = nil
            throw error
        }
    }

    private func connected() throws(DatabaseFailure) -> Session {
        if let session { return session }
        let made = try Session(address)
        // Held up in the middle of a pass, we lose the row's lock before the lease runs out.
        _ = try made.execute("SET idle_write_transaction_timeout = 2, idle_transaction_timeout = 2")
        session = made
        return made
    }

    private func sequence(
        _ behind: [(lane: Int64, after: Int64)], _ session: Session
    ) throws(DatabaseFailure) -> Pass {
        try session.begin()
        let row = try SequenceStore.row(isLocking: true, session)
        if row.epoch != epoch {
            guard row.leaseUntil <= row.now else {
                try session.rollback()
                epoch = nil
                return .standby
            }
        }
        let current = row.epoch == epoch ? row.epoch : row.epoch + 1
        // Looked up again under the lock: another holder may have been at work since.
        let behind = row.epoch == epoch ? behind : try SequenceStore.behind(session)
        let ordered = try gather(behind, session)
        try write(ordered, after: row.lastSeq, session)
        try SequenceStore.update(
            epoch: current, holder: holder,
            leaseUntil: Timestamp(microseconds: row.now.microseconds + Self.leaseMicroseconds),
            lastSeq: row.lastSeq + Int64(ordered.count), session)
        try session.commit()
        epoch = current
        return ordered.isEmpty ? .idle : .sequenced(ordered.count)
    }

    private func gather(
        _ behind: [(lane: Int64, after: Int64)], _ session: Session
    ) throws(DatabaseFailure) -> [CommittedEvent] {
        var gathered: [CommittedEvent] = []
        for lane in behind {
            gathered += try SequenceStore.events(of: lane.lane, after: lane.after, session)
        }
        let later = Set(gathered.filter { $0.version > 1 }.map(\.payment)).sorted()
        let versions = try SequenceStore.versions(of: later, session)
        return EventOrder.order(gathered) { versions[$0] }
    }

    private func write(
        _ events: [CommittedEvent], after lastSeq: Int64, _ session: Session
    ) throws(DatabaseFailure) {
        guard !events.isEmpty else { return }
        var heads = try SequenceStore.heads(of: Set(events.map(\.merchant)).sorted(), session)
        var lanes: [Int64: Int64] = [:]
        let positions = events.enumerated().map { index, event in
            heads[event.merchant, default: 0] += 1
            lanes[event.lane] = max(lanes[event.lane] ?? 0, event.batch)
            return EventPosition(
                event: event.id, merchant: event.merchant, seq: lastSeq + Int64(index) + 1,
                merchantSeq: heads[event.merchant] ?? 0)
        }
        try SequenceStore.insert(positions, session)
        try SequenceStore.mark(
            lanes: lanes.sorted { $0.key < $1.key }, merchants: heads.sorted { $0.key < $1.key }, session)
    }
}
