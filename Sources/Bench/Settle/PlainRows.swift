import MariaDB

/// The rows of one transaction of the plain writer.
struct PlainRows {
    struct Item: Sendable {
        let payment: Int64
        let payer: Int64
        let merchant: Int64
        let amount: Int64
        let posting: Int64
        var fee: Int64 { amount / 100 }
    }

    private static let currency: Int64 = 156

    private let items: [Item]
    private let events: [Int64]
    private let lane: Int64
    private let batch: Int64
    private let window: Int64
    private let now: Int64
    /// One for each payer.
    private let sums: [(item: Item, amount: Int64, fee: Int64)]

    /// `items`: those of one payer stand together.
    init(_ items: [Item], firstEvent: Int64, lane: Int64, batch: Int64, window: Int64, now: Int64) {
        self.items = items.sorted { $0.payment < $1.payment }
        self.lane = lane
        self.batch = batch
        self.window = window
        self.now = now
        events = items.indices.map { firstEvent + Int64($0) }
        var sums: [(item: Item, amount: Int64, fee: Int64)] = []
        for item in items {
            if sums.last?.item.payer == item.payer {
                sums[sums.count - 1].amount += item.amount
                sums[sums.count - 1].fee += item.fee
            } else {
                sums.append((item, item.amount, item.fee))
            }
        }
        self.sums = sums
    }

    private func same(_ value: Int64, _ count: Int) -> Column { .int64(Array(repeating: value, count: count)) }

    /// Three legs for each payer.
    func writeEntries(_ session: Session) throws(DatabaseFailure) {
        let legs = sums.flatMap { sum in
            [
                (sum.item, 0, sum.item.payer, 1, -sum.amount),
                (sum.item, 1, sum.item.merchant, 2, sum.amount - sum.fee),
                (sum.item, 2, 0, 11, sum.fee),
            ] as [(Item, Int64, Int64, Int64, Int64)]
        }
        try session.send(
            """
            INSERT INTO entry (posting_id, leg, object_id, owner_id, kind, currency, amount, balance_after, posted_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .int64(legs.map(\.0.posting)), .int64(legs.map(\.1)), .int64(legs.map(\.0.posting)),
                .int64(legs.map(\.2)), .int64(legs.map(\.3)), same(Self.currency, legs.count), .int64(legs.map(\.4)),
                .optionalInt64(legs.map { $0.3 == 1 ? 1_000_000 : nil }), same(now, legs.count),
            ], rows: legs.count)
    }

    func writeEvents(_ session: Session) throws(DatabaseFailure) {
        let (count, zero) = (items.count, same(0, items.count))
        try session.send(
            """
            INSERT INTO event (id, merchant_id, payment_id, version, type, from_state, state, currency, amount, held,
            captured, refunded, fee, surplus, hold_expires_at, decline_code, data, created_at, lane_id, batch)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .int64(events), .int64(items.map(\.merchant)), .int64(items.map(\.payment)), same(2, count),
                .text(items.map { _ in "payment.captured" }), .text(items.map { _ in "queued" }),
                .text(items.map { _ in "captured" }), same(Self.currency, count), .int64(items.map(\.amount)), zero,
                .int64(items.map(\.amount)), zero, .int64(items.map(\.fee)), zero,
                .optionalInt64(items.map { _ in nil }), .text(items.map { _ in nil }), .bytes(items.map { _ in nil }),
                same(now, count), same(lane, count), same(batch, count),
            ], rows: count)
    }

    func writePayments(_ session: Session) throws(DatabaseFailure) {
        let (count, zero) = (items.count, same(0, items.count))
        let nothing = Column.text(items.map { _ in nil })
        let noNumber = Column.optionalInt64(items.map { _ in nil })
        try session.send(
            """
            UPDATE payment SET state = ?, held = ?, captured = ?, refunded = ?, fee = ?, surplus = ?,
            hold_expires_at = ?, decline_code = ?, paid_by = ?, paid_through = ?, channel_trade_no = ?, version = ?,
            updated_at = ?, added = ? WHERE id = ?
            """,
            [
                .text(items.map { _ in "captured" }), zero, .int64(items.map(\.amount)), zero,
                .int64(items.map(\.fee)), zero, noNumber, nothing, noNumber, nothing, nothing, same(2, count),
                same(now, count), zero, .int64(items.map(\.payment)),
            ], rows: count)
        try session.send(
            """
            INSERT INTO queue_item (payment_id, merchant_id, payer_id, currency, amount, fee, window_at, tries, state,
            posting_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE window_at = VALUES(window_at), tries = VALUES(tries), state = VALUES(state),
            posting_id = VALUES(posting_id)
            """,
            [
                .int64(items.map(\.payment)), .int64(items.map(\.merchant)), .int64(items.map(\.payer)),
                same(Self.currency, count), .int64(items.map(\.amount)), .int64(items.map(\.fee)), same(window, count),
                same(3, count), .text(items.map { _ in "posted" }), .int64(items.map(\.posting)),
            ], rows: count)
    }

    func writeAccounts(_ session: Session) throws(DatabaseFailure) {
        let sorted = sums.sorted { $0.item.payer < $1.item.payer }
        try session.send(
            """
            INSERT INTO wallet (payer_id, currency, balance, held, credit_limit, version, queued)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE balance = VALUES(balance), held = VALUES(held),
            version = VALUES(version), queued = VALUES(queued)
            """,
            [
                .int64(sorted.map(\.item.payer)), same(Self.currency, sorted.count),
                .int64(sorted.map { 1_000_000_000 - $0.amount }), same(0, sorted.count), same(0, sorted.count),
                same(20, sorted.count), same(0, sorted.count),
            ], rows: sorted.count)
        let merchants = Dictionary(sums.map { ($0.item.merchant, $0.amount - $0.fee) }, uniquingKeysWith: +)
            .sorted { $0.key < $1.key }
        try session.send(
            """
            INSERT INTO merchant_account (merchant_id, kind, currency, balance, version) VALUES (?, ?, ?, ?, 1)
            ON DUPLICATE KEY UPDATE balance = balance + VALUES(balance), version = version + 1
            """,
            [
                .int64(merchants.map(\.key)), same(2, merchants.count), same(Self.currency, merchants.count),
                .int64(merchants.map(\.value)),
            ], rows: merchants.count)
        try session.send(
            """
            INSERT INTO lane_balance (lane_id, kind, currency, balance) VALUES (?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE balance = balance + VALUES(balance)
            """,
            [same(lane, 1), same(11, 1), same(Self.currency, 1), .int64([sums.reduce(0) { $0 + $1.fee }])], rows: 1)
    }
}
