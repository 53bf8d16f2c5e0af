import MariaDB
import Values

/// The tables of positions: who gives them, how far they reach, and the positions themselves.
enum SequenceStore {
    /// The row, locked for this transaction if `isLocking`.
    static func row(isLocking: Bool, _ session: Session) throws(DatabaseFailure) -> SequencerRow {
        let lock: StaticString = isLocking ? "FOR UPDATE" : ""
        let found = try session.query(
            """
            SELECT epoch, last_seq, lease_until, CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED)
            FROM sequencer WHERE id = 1 \(identifier: lock)
            """)
        guard let row = found.first else { throw DatabaseFailure(kind: .other, message: "the sequencer has no row") }
        return SequencerRow(
            epoch: row.int64(0), lastSeq: row.int64(1), leaseUntil: Timestamp(microseconds: row.int64(2)),
            now: Timestamp(microseconds: row.int64(3)))
    }

    /// The database's clock.
    static func clock(_ session: Session) throws(DatabaseFailure) -> Timestamp {
        let rows = try session.query("SELECT CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED)")
        guard let row = rows.first else { throw DatabaseFailure(kind: .other, message: "the database has no clock") }
        return Timestamp(microseconds: row.int64(0))
    }

    /// Writes the row that this transaction has locked.
    static func update(
        epoch: Int64, holder: String, leaseUntil: Timestamp, lastSeq: Int64, _ session: Session
    ) throws(DatabaseFailure) {
        _ = try session.execute(
            """
            UPDATE sequencer SET epoch = \(epoch), holder = \(holder), lease_until = \(leaseUntil.microseconds),
            last_seq = \(lastSeq) WHERE id = 1
            """)
    }

    /// The lanes with events beyond their last sequenced batch, and which that is.
    static func behind(_ session: Session) throws(DatabaseFailure) -> [(lane: Int64, after: Int64)] {
        let sequenced = try sequencedBatches(session)
        return try lastBatches(session).compactMap { lane, batch in
            let after = sequenced[lane] ?? 0
            return batch > after ? (lane, after) : nil
        }
    }

    /// Up to which batch the events of each lane have positions.
    static func sequencedBatches(_ session: Session) throws(DatabaseFailure) -> [Int64: Int64] {
        Dictionary(
            try session.query("SELECT lane_id, last_batch FROM sequenced_lane").map { ($0.int64(0), $0.int64(1)) },
            uniquingKeysWith: { $1 })
    }

    /// Each lane's last batch that has events. A loose scan of the index: one step a lane, however many events there
    /// are.
    static func lastBatches(_ session: Session) throws(DatabaseFailure) -> [(lane: Int64, batch: Int64)] {
        try session.query("SELECT lane_id, MAX(batch) FROM event GROUP BY lane_id").map { ($0.int64(0), $0.int64(1)) }
    }

    /// The events of a lane's batches after one: of whole batches, and some two thousand at most. Batches that were
    /// all refused leave no events, so it is events that are counted.
    static func events(
        of lane: Int64, after: Int64, _ session: Session
    ) throws(DatabaseFailure) -> [CommittedEvent] {
        let limit: Int64 = 2_000
        let cut = try session.query(
            """
            SELECT batch FROM event WHERE lane_id = \(lane) AND batch > \(after) ORDER BY batch LIMIT 1 OFFSET \(limit)
            """
        ).first?.int64(0)
        return try session.query(
            """
            SELECT id, merchant_id, payment_id, version, batch, created_at FROM event
            WHERE lane_id = \(lane) AND batch > \(after) AND batch <= \(cut ?? .max)
            """
        ).map { row in
            CommittedEvent(
                id: Identifier(row.int64(0)), merchant: Identifier(row.int64(1)), payment: Identifier(row.int64(2)),
                version: row.int64(3), lane: lane, batch: row.int64(4),
                createdAt: Timestamp(microseconds: row.int64(5)))
        }
    }

    /// Up to which version the events of these payments have positions.
    static func versions(
        of payments: [Identifier], _ session: Session
    ) throws(DatabaseFailure) -> [Identifier: Int64] {
        guard !payments.isEmpty else { return [:] }
        let rows = try session.query(
            """
            SELECT e.payment_id, MAX(e.version) FROM event e JOIN event_position p ON p.event_id = e.id
            WHERE e.payment_id IN \(list: payments.map(\.number)) GROUP BY e.payment_id
            """)
        return Dictionary(rows.map { (Identifier($0.int64(0)), $0.int64(1)) }, uniquingKeysWith: { $1 })
    }

    /// The last positions in these merchants' feeds; a merchant without events is missing.
    static func heads(
        of merchants: [Identifier], _ session: Session
    ) throws(DatabaseFailure) -> [Identifier: Int64] {
        guard !merchants.isEmpty else { return [:] }
        let rows = try session.query(
            """
            SELECT merchant_id, last_seq FROM sequenced_merchant
            WHERE merchant_id IN \(list: merchants.map(\.number))
            """)
        return Dictionary(rows.map { (Identifier($0.int64(0)), $0.int64(1)) }, uniquingKeysWith: { $1 })
    }

    /// The last positions in all merchants' feeds.
    static func heads(_ session: Session) throws(DatabaseFailure) -> [Identifier: Int64] {
        Dictionary(
            try session.query("SELECT merchant_id, last_seq FROM sequenced_merchant").map {
                (Identifier($0.int64(0)), $0.int64(1))
            }, uniquingKeysWith: { $1 })
    }

    static func insert(_ positions: [EventPosition], _ session: Session) throws(DatabaseFailure) {
        try session.run(
            "INSERT INTO event_position (seq, event_id, merchant_id, merchant_seq) VALUES (?, ?, ?, ?)",
            [
                .int64(positions.map(\.seq)), .int64(positions.map(\.event.number)),
                .int64(positions.map(\.merchant.number)), .int64(positions.map(\.merchantSeq)),
            ], rows: positions.count)
    }

    /// Moves the marks of lanes and merchants on, each sorted by key.
    static func mark(
        lanes: [(key: Int64, value: Int64)], merchants: [(key: Identifier, value: Int64)], _ session: Session
    ) throws(DatabaseFailure) {
        try session.run(
            """
            INSERT INTO sequenced_lane (lane_id, last_batch) VALUES (?, ?)
            ON DUPLICATE KEY UPDATE last_batch = VALUES(last_batch)
            """,
            [.int64(lanes.map(\.key)), .int64(lanes.map(\.value))], rows: lanes.count)
        try session.run(
            """
            INSERT INTO sequenced_merchant (merchant_id, last_seq) VALUES (?, ?)
            ON DUPLICATE KEY UPDATE last_seq = VALUES(last_seq)
            """,
            [.int64(merchants.map(\.key.number)), .int64(merchants.map(\.value))], rows: merchants.count)
    }
}
