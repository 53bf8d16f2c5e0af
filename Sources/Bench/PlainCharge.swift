import MariaDB

/// One payment written the usual way: statement by statement in a transaction of its own.
///
/// It does the least that such a gateway can do: the statements are prepared, the rows common to many payments are
/// locked last, and there is no idempotency, no signature and no network.
struct PlainCharge {
    let id: Int64
    let account: PlainBooks.Account
    let amount: Int64
    /// Microseconds since 1970 UTC.
    let now: Int64

    private static let tries = 10

    /// Five statements and one durable commit; once more from the start when the database threw the transaction away.
    func write(on session: Session) throws(DatabaseFailure) {
        var attempt = 1
        while true {
            do throws(DatabaseFailure) {
                try session.begin()
                try insert(on: session)
                try move(on: session)
                return try session.commit()
            } catch {
                guard !session.isLost else { throw error }
                try session.rollback()
                let isWorthAnother = error.kind == .rolledBack || error.kind == .lockTimeout
                guard isWorthAnother, attempt < Self.tries else { throw error }
                attempt += 1
            }
        }
    }

    private func insert(on session: Session) throws(DatabaseFailure) {
        let order = Array("P\(id)".utf8)
        let currency = PlainBooks.currency
        try session.execute(
            """
            INSERT INTO payment (id, merchant_id, payer_id, out_trade_no, mode, channel, currency, amount, subject, \
            created_at, state, held, captured, refunded, fee, surplus, version, updated_at) \
            VALUES (\(id), \(account.merchant), \(account.payer), \(order), 'realtime', 'balance', \(currency), \
            \(amount), 'Game card', \(now), 'captured', 0, \(amount), 0, 0, 0, 1, \(now))
            """)
        try session.execute(
            """
            INSERT INTO entry (posting_id, leg, object_id, owner_id, kind, currency, amount, posted_at) \
            VALUES (\(id), 1, \(id), \(account.payer), 1, \(currency), \(-amount), \(now)), \
            (\(id), 2, \(id), \(account.merchant), 2, \(currency), \(amount), \(now))
            """)
        try session.execute(
            """
            INSERT INTO event (id, lane_id, batch, merchant_id, payment_id, version, type, state, currency, amount, \
            held, captured, refunded, fee, surplus, created_at) \
            VALUES (\(id), 0, 0, \(account.merchant), \(id), 1, 'payment.captured', 'captured', \(currency), \
            \(amount), 0, \(amount), 0, 0, 0, \(now))
            """)
    }

    private func move(on session: Session) throws(DatabaseFailure) {
        let currency = PlainBooks.currency
        let paid = try session.execute(
            """
            UPDATE wallet SET balance = balance - \(amount), version = version + 1 \
            WHERE payer_id = \(account.payer) AND currency = \(currency) AND balance - held >= \(amount)
            """)
        guard paid == 1 else { throw DatabaseFailure(kind: .constraint, message: "a wallet ran dry") }
        try session.execute(
            """
            UPDATE merchant_account SET balance = balance + \(amount), version = version + 1 \
            WHERE merchant_id = \(account.merchant) AND kind = 2 AND currency = \(currency)
            """)
    }
}
