import Deductions
import MariaDB
import Values

/// Payments that wait for a window which has opened, written as the engine would have written them, many at once.
struct QueuedItems {
    private static let rowsAtOnce = 20_000

    let count: Int
    let payers: Int
    /// The window that all of them wait for.
    let window: Timestamp
    /// Of the first one; the others follow. Yesterday's: what commands make comes behind it.
    let firstID: Int64

    init(count: Int, payers: Int) {
        self.count = count
        self.payers = payers
        let now = WallClock.now().microseconds
        window = Timestamp(microseconds: now / 1_800_000_000 * 1_800_000_000 - 1_800_000_000)
        var mint = IdentifierMint(lane: 0)
        firstID = mint.next(at: Timestamp(microseconds: now).adding(seconds: -86_400)).number
    }

    /// Writes them into the schema that the session is in, for the payers there are in the product's.
    func write(_ session: Session) throws(DatabaseFailure) {
        try session.execute(
            """
            CREATE TEMPORARY TABLE queueing (number INT NOT NULL PRIMARY KEY, payer_id BIGINT, merchant_id BIGINT)
            """)
        try session.execute(
            """
            INSERT INTO queueing SELECT ROW_NUMBER() OVER (ORDER BY id) - 1, id, merchant_id FROM kadock.payer
            ORDER BY id LIMIT \(payers)
            """)
        let lane = try session.query(
            "INSERT INTO lane (worker, last_batch, started_at) VALUES ('queueing', 1, \(created)) RETURNING id"
        ).first?.int64(0)
        for start in stride(from: 0, to: count, by: Self.rowsAtOnce) {
            let last = min(start + Self.rowsAtOnce, count) - 1
            try session.transaction { () throws(DatabaseFailure) in
                try write(start...last, lane: lane ?? 0, session)
            }
        }
        try session.execute(
            """
            UPDATE wallet w JOIN (SELECT payer_id, COUNT(*) AS number, SUM(amount) AS total FROM queue_item
            GROUP BY payer_id) q ON q.payer_id = w.payer_id
            SET w.queued = w.queued + q.total, w.version = w.version + q.number
            """)
        try session.execute("DROP TEMPORARY TABLE queueing")
    }

    private var created: Int64 { window.microseconds - 3_600_000_000 }

    /// The numbers of some items, with an amount and a fee for each that no neighbour has.
    private func items(_ part: ClosedRange<Int>) -> SQL {
        """
        (SELECT \(firstID) + s.seq AS id, s.seq, q.payer_id, q.merchant_id, 100 + s.seq * 7919 % 9901 AS amount
        FROM seq_0_to_99999999 s JOIN queueing q ON q.number = s.seq % \(payers)
        WHERE s.seq BETWEEN \(part.lowerBound) AND \(part.upperBound)) i
        """
    }

    private func write(
        _ part: ClosedRange<Int>, lane: Int64, _ session: Session
    ) throws(DatabaseFailure) {
        try session.execute(
            """
            INSERT INTO payment (id, merchant_id, payer_id, out_trade_no, mode, channel, currency, amount, subject,
            created_at, state, held, captured, refunded, fee, surplus, version, updated_at)
            SELECT id, merchant_id, payer_id, CONCAT('Q', seq), 'batch', 'balance', 156, amount, 'Game card',
            \(created), 'queued', 0, 0, 0, 0, 0, 1, \(created) FROM \(part: items(part))
            """)
        try session.execute(
            """
            INSERT INTO queue_item (payment_id, merchant_id, payer_id, currency, amount, fee, window_at, tries, state)
            SELECT id, merchant_id, payer_id, 156, amount, amount DIV 100, \(window.microseconds), 3, 'waiting'
            FROM \(part: items(part))
            """)
        try session.execute(
            """
            INSERT INTO event (id, lane_id, batch, merchant_id, payment_id, version, type, state, currency, amount,
            held, captured, refunded, fee, surplus, created_at)
            SELECT id, \(lane), 1, merchant_id, id, 1, 'payment.queued', 'queued', 156, amount, 0, 0, 0, 0, 0,
            \(created) FROM \(part: items(part))
            """)
        try session.execute(
            """
            INSERT INTO idempotency (merchant_id, kind, idem_key, digest, lane_id, batch, answer_kind, object_id)
            SELECT merchant_id, 1, CONCAT('Q', seq), UNHEX(SHA2(id, 256)), \(lane), 1, 1, id FROM \(part: items(part))
            """)
    }
}
