package import MariaDB
package import Values

/// What is past its time and still open, by the database's clock. Read without lock: `Expiry` decides.
package enum OverdueStore {
    /// Of these payments, those that are held or wait beyond their time.
    package static func overdue(
        among payments: [Identifier], _ session: Session
    ) throws(DatabaseFailure) -> [OverdueHold] {
        let patience = Payment.patienceSeconds * 1_000_000
        return holds(
            try session.query(
                """
                SELECT id, merchant_id FROM payment WHERE id IN \(list: payments.map(\.number))
                AND IF(state = 'held', hold_expires_at, IF(state = 'pending', created_at + \(patience), NULL))
                <= CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)
                """))
    }

    /// A payer's holds.
    package static func holds(of payer: Identifier, _ session: Session) throws(DatabaseFailure) -> [OverdueHold] {
        holds(
            try session.query(
                """
                SELECT h.payment_id, p.merchant_id FROM hold h JOIN payment p ON p.id = h.payment_id
                WHERE h.payer_id = \(payer.number) AND h.state = 'open'
                AND h.expires_at <= CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)
                """))
    }

    private static func holds(_ rows: [Row]) -> [OverdueHold] {
        rows.map { OverdueHold(payment: Identifier($0.int64(0)), merchant: Identifier($0.int64(1))) }
    }
}
