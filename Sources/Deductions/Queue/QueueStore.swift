import MariaDB
import Values

/// The `queue_item` table, as lanes write it.
enum QueueStore {
    static let columns: StaticString = """
        payment_id, merchant_id, payer_id, currency, amount, fee, window_at, tries, state, posting_id
        """

    /// Writes items, sorted by payment, that are new or that this transaction has locked.
    static func write(_ items: [QueuedItem], _ session: Session) throws(DatabaseFailure) {
        try session.send(
            """
            INSERT INTO queue_item (\(identifier: columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE window_at = VALUES(window_at), tries = VALUES(tries), state = VALUES(state),
            posting_id = VALUES(posting_id)
            """,
            [
                .int64(items.map(\.payment.number)), .int64(items.map(\.merchant.number)),
                .int64(items.map(\.payer.number)), .int64(items.map(\.money.currency.number)),
                .int64(items.map(\.money.minor)), .int64(items.map(\.fee)), .int64(items.map(\.window.microseconds)),
                .int64(items.map(\.tries)), .text(items.map(\.state.rawValue)),
                .optionalInt64(items.map(\.posting?.number)),
            ], rows: items.count)
    }

    /// Locks the items of payments, in the order of the payments' ids; as many at once as of payments.
    static func lock(_ payments: [Identifier], _ session: Session) throws(DatabaseFailure) -> [Identifier: QueuedItem] {
        var found: [Identifier: QueuedItem] = [:]
        found.reserveCapacity(payments.count)
        for start in stride(from: 0, to: payments.count, by: locksAtOnce) {
            let part = payments[start..<min(start + locksAtOnce, payments.count)]
            let rows = try session.query(
                """
                SELECT \(identifier: columns) FROM queue_item FORCE INDEX (PRIMARY)
                WHERE payment_id IN \(list: part.map(\.number)) ORDER BY payment_id FOR UPDATE
                """)
            for item in rows.lazy.compactMap(item) { found[item.payment] = item }
        }
        return found
    }

    private static let locksAtOnce = 256

    static func item(_ row: Row) -> QueuedItem? {
        guard let currency = Currency(number: row.int64(3)), let state = QueuedItem.State(rawValue: row.string(8))
        else { return nil }
        return QueuedItem(
            payment: Identifier(row.int64(0)), merchant: Identifier(row.int64(1)), payer: Identifier(row.int64(2)),
            money: Money(row.int64(4), currency), fee: row.int64(5), window: Timestamp(microseconds: row.int64(6)),
            tries: row.int64(7), state: state, posting: row.optionalInt64(9).map(Identifier.init))
    }
}
