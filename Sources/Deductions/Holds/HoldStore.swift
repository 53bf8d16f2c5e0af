import MariaDB
import Values

/// The `hold` table, as lanes write it: one row for each payment that was ever held.
enum HoldStore {
    /// Writes the holds of payments that this transaction has locked, sorted by id.
    static func write(_ payments: [Payment], _ session: Session) throws(DatabaseFailure) {
        let standings = payments.map(\.standing)
        try session.send(
            """
            INSERT INTO hold (id, payment_id, payer_id, currency, amount, captured, state, expires_at, version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE amount = VALUES(amount),
            captured = VALUES(captured), state = VALUES(state), expires_at = VALUES(expires_at),
            version = VALUES(version)
            """,
            [
                .int64(payments.map(\.terms.id.number)), .int64(payments.map(\.terms.id.number)),
                .int64(payments.map { ($0.payer ?? .system).number }),
                .int64(payments.map(\.terms.money.currency.number)), .int64(payments.map(\.amount)),
                .int64(standings.map(\.captured)), .text(standings.map(state)),
                .int64(standings.map(end)),
                .int64(standings.map(\.version)),
            ], rows: payments.count)
    }

    private static func state(_ standing: PaymentStanding) -> String {
        switch standing.state {
        case .held, .challenged, .queued: "open"
        case .captured: "captured"
        case .expired: "expired"
        case .voided, .declined, .pending: "released"
        }
    }

    /// Microseconds since 1970. Of a hold that was ended before its time, the moment it was; what is set aside for a
    /// batch window ends with its payment, not by time.
    private static func end(_ standing: PaymentStanding) -> Int64 {
        if let end = standing.holdExpiresAt { return end.microseconds }
        return standing.state == .queued ? .max : standing.updatedAt.microseconds
    }

    /// Open holds of these payers that are past their time. Who has locked the payers' wallets sees all there are.
    static func overdue(
        of payers: [Identifier], at now: Timestamp, _ session: Session
    ) throws(DatabaseFailure) -> Set<OverdueHold> {
        let rows = try session.query(
            """
            SELECT h.payment_id, p.merchant_id FROM hold h JOIN payment p ON p.id = h.payment_id
            WHERE h.payer_id IN \(list: payers.map(\.number)) AND h.state = 'open'
            AND h.expires_at <= \(now.microseconds)
            """)
        return Set(rows.map { OverdueHold(payment: Identifier($0.int64(0)), merchant: Identifier($0.int64(1))) })
    }
}
