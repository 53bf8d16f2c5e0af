package import MariaDB
package import Values

/// The `queue_item` table, for whoever runs windows. Read without lock: the commands decide.
package enum QueueListStore {
    /// How many payments wait for windows up to a moment.
    package static func count(until time: Timestamp, _ session: Session) throws(DatabaseFailure) -> Int {
        let rows = try session.query(
            """
            SELECT COUNT(*) FROM queue_item FORCE INDEX (by_window)
            WHERE state = 'waiting' AND window_at <= \(time.microseconds)
            """)
        return Int(rows.first?.int64(0) ?? 0)
    }

    /// The windows that have opened and for which something waits.
    package static func due(until time: Timestamp, _ session: Session) throws(DatabaseFailure) -> [WindowKey] {
        try session.query(
            """
            SELECT merchant_id, currency, window_at FROM queue_item
            WHERE state = 'waiting' AND window_at <= \(time.microseconds)
            GROUP BY merchant_id, window_at, currency ORDER BY window_at, merchant_id
            """
        ).compactMap { row in
            guard let currency = Currency(number: row.int64(1)) else { return nil }
            return WindowKey(
                merchant: Identifier(row.int64(0)), currency: currency, opensAt: Timestamp(microseconds: row.int64(2)))
        }
    }

    /// What waits for a window. Payments above `limit`, where one is given, are left out.
    package static func figures(
        _ key: WindowKey, upTo limit: Int64 = .max, _ session: Session
    ) throws(DatabaseFailure) -> WindowFigures {
        let row = try session.query(
            """
            SELECT COALESCE(SUM(number), 0), COALESCE(SUM(total), 0), COUNT(*) - COALESCE(SUM(EXISTS
            (SELECT 1 FROM queue_item o WHERE o.payer_id = q.payer_id AND o.merchant_id = \(key.merchant.number)
            AND o.state = 'posted')), 0), COALESCE(MAX(largest), 0) FROM
            (SELECT payer_id, COUNT(*) AS number, SUM(amount) AS total, MAX(amount) AS largest FROM queue_item
            WHERE state = 'waiting' AND merchant_id = \(key.merchant.number)
            AND window_at = \(key.opensAt.microseconds) AND currency = \(key.currency.number)
            AND amount <= \(limit) GROUP BY payer_id) q
            """
        ).first
        guard let row else { return WindowFigures(count: 0, amount: 0, newPayers: 0, largest: 0) }
        return WindowFigures(
            count: row.int64(0), amount: row.int64(1), newPayers: row.int64(2), largest: row.int64(3))
    }

    /// The first of what waits for a window, by payer: at most `limit` payments from the payer `first` on.
    package static func waiting(
        _ key: WindowKey, from first: Identifier, limit: Int, _ session: Session
    ) throws(DatabaseFailure) -> [(payer: Identifier, payment: Identifier)] {
        try session.query(
            """
            SELECT payer_id, payment_id FROM queue_item FORCE INDEX (by_window)
            WHERE state = 'waiting' AND merchant_id = \(key.merchant.number)
            AND window_at = \(key.opensAt.microseconds) AND currency = \(key.currency.number)
            AND payer_id >= \(first.number) ORDER BY payer_id, payment_id LIMIT \(limit)
            """
        ).map { (Identifier($0.int64(0)), Identifier($0.int64(1))) }
    }

    /// Has those of a window's waiting payments wait for an operator whose amount is above a limit.
    package static func stop(
        _ key: WindowKey, above limit: Int64, _ session: Session
    ) throws(DatabaseFailure) {
        try session.execute(
            """
            UPDATE queue_item SET state = 'stopped' WHERE state = 'waiting' AND merchant_id = \(key.merchant.number)
            AND window_at = \(key.opensAt.microseconds) AND currency = \(key.currency.number) AND amount > \(limit)
            """)
    }

    /// Lets a window's stopped payments go on; returns how many there were.
    package static func release(_ key: WindowKey, _ session: Session) throws(DatabaseFailure) -> UInt64 {
        try session.execute(
            """
            UPDATE queue_item SET state = 'waiting' WHERE state = 'stopped' AND merchant_id = \(key.merchant.number)
            AND window_at = \(key.opensAt.microseconds) AND currency = \(key.currency.number)
            """)
    }

    /// How many of a window's payments were charged, minor units of them, and how many were declined.
    package static func results(
        _ key: WindowKey, _ session: Session
    ) throws(DatabaseFailure) -> (charged: Int64, amount: Int64, declined: Int64) {
        var results: (charged: Int64, amount: Int64, declined: Int64) = (0, 0, 0)
        let rows = try session.query(
            """
            SELECT state, COUNT(*), CAST(SUM(amount) AS SIGNED) FROM queue_item WHERE state IN ('posted', 'declined')
            AND merchant_id = \(key.merchant.number) AND window_at = \(key.opensAt.microseconds)
            AND currency = \(key.currency.number) GROUP BY state
            """)
        for row in rows {
            if row.string(0) == QueuedItem.State.posted.rawValue {
                (results.charged, results.amount) = (row.int64(1), row.int64(2))
            } else {
                results.declined = row.int64(1)
            }
        }
        return results
    }
}
