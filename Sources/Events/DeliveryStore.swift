package import MariaDB
package import Values

/// The `delivery` table: which events merchants are to be told of, and how far that has come.
package enum DeliveryStore {
    private static let columns: StaticString = """
        event_id, payment_id, version, merchant_id, state, due_at, attempts, last_status, last_error
        """

    /// By then an event has its position, mostly: whoever looked earlier would have to look again.
    private static let positionMicroseconds: Int64 = 100_000

    /// Enters the deliveries of a lane's new events, due as soon as these may have positions, sorted as the events are.
    package static func insert(_ events: [Event], _ session: Session) throws(DatabaseFailure) {
        try session.send(
            """
            INSERT INTO delivery (event_id, payment_id, version, merchant_id, state, due_at, attempts)
            VALUES (?, ?, ?, ?, 'waiting', ?, 0)
            """,
            [
                .int64(events.map(\.id.number)), .int64(events.map(\.payment.number)),
                .int64(events.map(\.version)), .int64(events.map(\.merchant.number)),
                .int64(events.map { $0.createdAt.microseconds + positionMicroseconds }),
            ], rows: events.count)
    }

    /// Deliveries that wait and are due, locked for this transaction, those in other hands left out.
    static func lockDue(
        at now: Timestamp, limit: Int, _ session: Session
    ) throws(DatabaseFailure) -> [Delivery] {
        try session.query(
            """
            SELECT \(identifier: columns) FROM delivery FORCE INDEX (by_due)
            WHERE state = 'waiting' AND due_at <= \(now.microseconds)
            ORDER BY due_at LIMIT \(limit) FOR UPDATE SKIP LOCKED
            """
        ).compactMap(delivery)
    }

    /// Of each of these payments the delivery that comes first.
    static func first(
        of payments: [Identifier], _ session: Session
    ) throws(DatabaseFailure) -> [Identifier: Delivery] {
        let rows = try session.query(
            """
            SELECT \(identifier: columns) FROM delivery
            WHERE payment_id IN \(list: payments.map(\.number)) AND state = 'waiting'
            """
        ).compactMap(delivery)
        return Dictionary(rows.map { ($0.payment, $0) }, uniquingKeysWith: { $0.version < $1.version ? $0 : $1 })
    }

    /// Sets when deliveries that this transaction has locked are due, those due at the same time by one statement: an
    /// UPDATE bound as an array is run anew for each row, at several times the cost.
    static func setDue(_ times: [Timestamp: [Identifier]], _ session: Session) throws(DatabaseFailure) {
        for (time, events) in times.sorted(by: { $0.key < $1.key }) {
            _ = try session.execute(
                """
                UPDATE delivery FORCE INDEX (PRIMARY) SET due_at = \(time.microseconds)
                WHERE event_id IN \(list: events.map(\.number))
                """)
        }
    }

    /// Gives back deliveries that were taken and not sent; each is due again at its microsecond.
    static func giveBack(
        _ taken: [(delivery: Delivery, at: Int64)], _ session: Session
    ) throws(DatabaseFailure) {
        try session.run(
            "UPDATE delivery SET due_at = ? WHERE event_id = ? AND state = 'waiting' AND due_at = ?",
            [
                .int64(taken.map(\.at)), .int64(taken.map(\.delivery.event.number)),
                .int64(taken.map(\.delivery.dueAt.microseconds)),
            ], rows: taken.count)
    }

    /// Of these events, sorted, the deliveries that wait: when each is due. They are locked for this transaction.
    static func lockWaiting(
        _ events: [Identifier], _ session: Session
    ) throws(DatabaseFailure) -> [Identifier: Timestamp] {
        let rows = try session.query(
            """
            SELECT event_id, due_at FROM delivery FORCE INDEX (PRIMARY)
            WHERE event_id IN \(list: events.map(\.number)) AND state = 'waiting' FOR UPDATE
            """)
        return Dictionary(
            rows.map { (Identifier($0.int64(0)), Timestamp(microseconds: $0.int64(1))) }, uniquingKeysWith: { $1 })
    }

    /// Writes down what came of tries, sorted as the events are, of deliveries that this transaction has locked.
    static func record(_ outcomes: [DeliveryOutcome], at now: Timestamp, _ session: Session) throws(DatabaseFailure) {
        // Nearly all accept with the same status: one statement for all of them.
        let accepted = Dictionary(grouping: outcomes.filter { $0.next == .delivered }, by: \.status)
        for (status, outcomes) in accepted {
            _ = try session.execute(
                """
                UPDATE delivery FORCE INDEX (PRIMARY) SET state = 'delivered', attempts = attempts + 1,
                last_status = \(status ?? 0), last_error = NULL
                WHERE event_id IN \(list: outcomes.map(\.delivery.event.number))
                """)
        }
        let failed = outcomes.filter { $0.next != .delivered }
        try session.run(
            """
            UPDATE delivery SET state = ?, due_at = ?, attempts = attempts + 1, last_status = ?, last_error = ?
            WHERE event_id = ?
            """,
            [
                .text(failed.map { ($0.isSettled ? Delivery.State.dead : .waiting).rawValue }),
                .int64(failed.map { $0.due(after: now).microseconds }),
                .int64(failed.map { Int64($0.status ?? 0) }), .text(failed.map(\.error)),
                .int64(failed.map(\.delivery.event.number)),
            ], rows: failed.count)
    }

    /// Makes the deliveries due that stand behind these of the same payments. Few have any: one look at all of them
    /// costs less than an attempt at each. What comes in between looks for itself.
    static func wake(behind settled: [Delivery], at now: Timestamp, _ session: Session) throws(DatabaseFailure) {
        guard !settled.isEmpty else { return }
        let waiting = try session.query(
            """
            SELECT DISTINCT payment_id FROM delivery
            WHERE payment_id IN \(list: Set(settled.map(\.payment.number)).sorted()) AND state = 'waiting'
            """)
        let payments = Set(waiting.map { Identifier($0.int64(0)) })
        let settled = settled.filter { payments.contains($0.payment) }
        try session.run(
            """
            UPDATE delivery SET due_at = LEAST(due_at, ?) WHERE payment_id = ? AND version > ? AND state = 'waiting'
            """,
            [
                .int64(settled.map { _ in now.microseconds }), .int64(settled.map(\.payment.number)),
                .int64(settled.map(\.version)),
            ], rows: settled.count)
    }

    /// Has an event sent again from the first try on that is delivered or dead; whether there is one.
    package static func replay(_ event: Identifier, _ session: Session) throws(DatabaseFailure) -> Bool {
        try session.execute(
            """
            UPDATE delivery SET state = 'waiting', attempts = 0,
            due_at = CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED)
            WHERE event_id = \(event.number) AND state <> 'waiting'
            """) == 1
    }

    /// The delivery of an event; nil: its payment names no address, or there is no such event.
    package static func delivery(of event: Identifier, _ session: Session) throws(DatabaseFailure) -> Delivery? {
        try session.query("SELECT \(identifier: columns) FROM delivery WHERE event_id = \(event.number)")
            .first.flatMap(delivery)
    }

    /// Deliveries in a state, those due first.
    package static func deliveries(
        in state: Delivery.State, limit: Int, _ session: Session
    ) throws(DatabaseFailure) -> [Delivery] {
        try session.query(
            """
            SELECT \(identifier: columns) FROM delivery WHERE state = \(state.rawValue)
            ORDER BY due_at LIMIT \(limit)
            """
        ).compactMap(delivery)
    }

    private static func delivery(_ row: Row) -> Delivery? {
        guard let state = Delivery.State(rawValue: row.string(4)) else { return nil }
        return Delivery(
            event: Identifier(row.int64(0)), payment: Identifier(row.int64(1)), version: row.int64(2),
            merchant: Identifier(row.int64(3)), state: state, dueAt: Timestamp(microseconds: row.int64(5)),
            attempts: Int(row.int64(6)), lastStatus: row.int64(7) == 0 ? nil : Int(row.int64(7)),
            lastError: row.optionalString(8))
    }
}

extension DeliveryOutcome {
    /// When a delivery is due whose try failed; of a dead one it means nothing any more.
    fileprivate func due(after now: Timestamp) -> Timestamp {
        guard case .again(let pause) = next else { return delivery.dueAt }
        return Timestamp(microseconds: now.microseconds + pause)
    }
}
