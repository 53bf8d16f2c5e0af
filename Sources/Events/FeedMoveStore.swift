package import MariaDB
package import Values

/// Merchants' feeds, for whoever counts what they moved.
package enum FeedMoveStore {
    /// Positions that are looked at in one statement.
    private static let pageLength: Int64 = 10_000

    /// The last positions in all merchants' feeds.
    package static func heads(_ session: Session) throws(DatabaseFailure) -> [Identifier: Int64] {
        try SequenceStore.heads(session)
    }

    /// The time of the event at a position; nil: there is none yet.
    package static func time(
        of merchant: Identifier, at seq: Int64, _ session: Session
    ) throws(DatabaseFailure) -> Timestamp? {
        try session.query(
            """
            SELECT e.created_at FROM event_position p JOIN event e ON e.id = p.event_id
            WHERE p.merchant_id = \(merchant.number) AND p.merchant_seq = \(seq)
            """
        ).first.map { Timestamp(microseconds: $0.int64(0)) }
    }

    /// The last position such that all events behind `after` up to it are from before `time`; `head` is the last of
    /// all.
    package static func last(
        of merchant: Identifier, after: Int64, before time: Timestamp, head: Int64, _ session: Session
    ) throws(DatabaseFailure) -> Int64 {
        var reached = after
        while reached < head {
            let end = min(reached + pageLength, head)
            let later = try session.query(
                """
                SELECT p.merchant_seq FROM event_position p JOIN event e ON e.id = p.event_id
                WHERE p.merchant_id = \(merchant.number) AND p.merchant_seq > \(reached) AND p.merchant_seq <= \(end)
                AND e.created_at >= \(time.microseconds) ORDER BY p.merchant_seq LIMIT 1
                """
            ).first
            if let later { return later.int64(0) - 1 }
            reached = end
        }
        return head
    }

    /// What was captured and given back, and the fees, minor units by currency, by events from `begin` on, before
    /// `end`. Their identifiers lie in `ids`.
    package static func sums(
        from begin: Timestamp, to end: Timestamp, ids: Range<Identifier>, of merchant: Identifier?, _ session: Session
    ) throws(DatabaseFailure) -> [Currency: (captured: Int64, refunded: Int64, fees: Int64)] {
        let rows = try session.query(
            """
            SELECT e.currency, CAST(SUM(e.captured - COALESCE(b.captured, 0)) AS SIGNED),
            CAST(SUM(e.refunded - COALESCE(b.refunded, 0)) AS SIGNED),
            CAST(SUM(e.fee - COALESCE(b.fee, 0)) AS SIGNED) FROM event e
            LEFT JOIN event b ON b.payment_id = e.payment_id AND b.version = e.version - 1
            WHERE e.id >= \(ids.lowerBound.number) AND e.id < \(ids.upperBound.number)
            AND e.created_at >= \(begin.microseconds) AND e.created_at < \(end.microseconds)
            AND e.merchant_id = COALESCE(\(merchant?.number), e.merchant_id) GROUP BY e.currency
            """)
        return Dictionary(
            rows.compactMap { row in
                Currency(number: row.int64(0)).map { ($0, (row.int64(1), row.int64(2), row.int64(3))) }
            }, uniquingKeysWith: { $1 })
    }

    /// What moved money among a merchant's events behind `after` up to `through`, oldest first.
    package static func moves(
        of merchant: Identifier, after: Int64, through: Int64, _ session: Session
    ) throws(DatabaseFailure) -> [FeedMove] {
        try session.query(
            """
            SELECT * FROM (SELECT p.merchant_seq, e.id, e.payment_id, e.type, e.created_at, e.currency,
            e.captured - COALESCE(b.captured, 0) AS captured, e.refunded - COALESCE(b.refunded, 0) AS refunded,
            e.fee - COALESCE(b.fee, 0) AS fee FROM event_position p JOIN event e ON e.id = p.event_id
            LEFT JOIN event b ON b.payment_id = e.payment_id AND b.version = e.version - 1
            WHERE p.merchant_id = \(merchant.number) AND p.merchant_seq > \(after) AND p.merchant_seq <= \(through)) m
            WHERE captured <> 0 OR refunded <> 0 ORDER BY merchant_seq
            """
        ).compactMap { row in
            Currency(number: row.int64(5)).map { currency in
                FeedMove(
                    seq: row.int64(0), event: Identifier(row.int64(1)), payment: Identifier(row.int64(2)),
                    type: row.string(3), createdAt: Timestamp(microseconds: row.int64(4)), currency: currency,
                    captured: row.int64(6), refunded: row.int64(7), fee: row.int64(8))
            }
        }
    }
}
