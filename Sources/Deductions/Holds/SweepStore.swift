import Ledger
package import MariaDB
import Values

/// All that is past its time and still open, by the database's clock, page by page and the oldest first. Read without
/// lock: `Expiry` decides. A page begins behind the payment that ended the last one, whatever became of that.
package enum SweepStore {
    private static let patienceMicroseconds = Payment.patienceSeconds * 1_000_000

    /// Open holds; `last` is the page before's last one.
    package static func holds(
        after last: DuePayment?, limit: Int, _ session: Session
    ) throws(DatabaseFailure) -> [DuePayment] {
        let (time, id) = (last?.listedAt.microseconds ?? .min, last?.payment.number ?? .min)
        return payments(
            try session.query(
                """
                SELECT h.payment_id, p.merchant_id, h.expires_at, h.payer_id, h.currency
                FROM hold h JOIN payment p ON p.id = h.payment_id
                WHERE h.state = 'open' AND h.expires_at >= \(time) AND (h.expires_at > \(time) OR h.id > \(id))
                AND h.expires_at <= CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)
                ORDER BY h.expires_at, h.id LIMIT \(limit)
                """))
    }

    /// Payments that wait for a payer.
    package static func pending(
        after last: DuePayment?, limit: Int, _ session: Session
    ) throws(DatabaseFailure) -> [DuePayment] {
        let (time, id) = (last?.listedAt.microseconds ?? .min, last?.payment.number ?? .min)
        return payments(
            try session.query(
                """
                SELECT id, merchant_id, waiting_since, 0, 0 FROM payment
                WHERE waiting_since >= \(time) AND (waiting_since > \(time) OR id > \(id))
                AND waiting_since <= CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED) - \(patienceMicroseconds)
                ORDER BY waiting_since, id LIMIT \(limit)
                """))
    }

    /// How many of both there are now.
    package static func count(_ session: Session) throws(DatabaseFailure) -> Int {
        let rows = try session.query(
            """
            SELECT (SELECT COUNT(*) FROM hold WHERE state = 'open'
            AND expires_at <= CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)) + (SELECT COUNT(*) FROM payment
            WHERE waiting_since <= CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED) - \(patienceMicroseconds))
            """)
        return Int(rows.first?.int64(0) ?? 0)
    }

    private static func payments(_ rows: [Row]) -> [DuePayment] {
        rows.map { row in
            DuePayment(
                payment: Identifier(row.int64(0)), merchant: Identifier(row.int64(1)),
                purse: Currency(number: row.int64(4)).map { AccountKey(Identifier(row.int64(3)), .wallet, $0) },
                listedAt: Timestamp(microseconds: row.int64(2)))
        }
    }
}
