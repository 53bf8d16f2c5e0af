package import MariaDB
package import Values

/// The `channel_receipt` table.
package enum ReceiptStore {
    private static let columns: StaticString = """
        id, payment_id, merchant_id, channel, channel_trade_no, currency, amount, surplus, ending, received_at
        """

    /// Inserts receipts, sorted by id.
    package static func insert(_ receipts: [ChannelReceipt], _ session: Session) throws(DatabaseFailure) {
        try session.send(
            "INSERT INTO channel_receipt (\(identifier: columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                .int64(receipts.map(\.id.number)), .int64(receipts.map(\.payment.number)),
                .int64(receipts.map(\.merchant.number)), .text(receipts.map(\.trade.channel)),
                .bytes(receipts.map { Array($0.trade.number.utf8) }),
                .int64(receipts.map(\.money.currency.number)), .int64(receipts.map(\.money.minor)),
                .int64(receipts.map(\.surplus)), .text(receipts.map(\.ending?.rawValue)),
                .int64(receipts.map(\.receivedAt.microseconds)),
            ], rows: receipts.count)
    }

    /// The receipts with these ids.
    package static func receipts(
        _ ids: [Identifier], _ session: Session
    ) throws(DatabaseFailure) -> [ChannelReceipt] {
        try session.query(
            "SELECT \(identifier: columns) FROM channel_receipt WHERE id IN \(list: ids.map(\.number))"
        ).compactMap(receipt)
    }

    /// What came for a payment, oldest first.
    package static func receipts(
        of payment: Identifier, _ session: Session
    ) throws(DatabaseFailure) -> [ChannelReceipt] {
        try session.query(
            "SELECT \(identifier: columns) FROM channel_receipt WHERE payment_id = \(payment.number) ORDER BY id"
        ).compactMap(receipt)
    }

    /// The receipts of trades by the channel's own numbers.
    package static func receipts(
        _ channel: String, numbers: [String], _ session: Session
    ) throws(DatabaseFailure) -> [ChannelReceipt] {
        try session.query(
            """
            SELECT \(identifier: columns) FROM channel_receipt
            WHERE channel = \(channel) AND channel_trade_no IN \(list: numbers.map { Array($0.utf8) })
            """
        ).compactMap(receipt)
    }

    /// Receipts of a channel within a time, by it: at most `limit` behind `last`.
    package static func receipts(
        _ channel: String, from: Timestamp, until: Timestamp, behind last: ChannelReceipt?, limit: Int,
        _ session: Session
    ) throws(DatabaseFailure) -> [ChannelReceipt] {
        let (time, id) = (last?.receivedAt ?? from, last?.id ?? Identifier(-1))
        return try session.query(
            """
            SELECT \(identifier: columns) FROM channel_receipt FORCE INDEX (by_time)
            WHERE channel = \(channel) AND received_at >= \(time.microseconds) AND received_at < \(until.microseconds)
            AND (received_at > \(time.microseconds) OR id > \(id.number)) ORDER BY received_at, id LIMIT \(limit)
            """
        ).compactMap(receipt)
    }

    private static func receipt(_ row: Row) -> ChannelReceipt? {
        guard let currency = Currency(number: row.int64(5)) else { return nil }
        return ChannelReceipt(
            id: Identifier(row.int64(0)), payment: Identifier(row.int64(1)), merchant: Identifier(row.int64(2)),
            trade: ChannelTrade(channel: row.string(3), number: row.string(4)),
            money: Money(row.int64(6), currency), surplus: row.int64(7),
            ending: row.optionalString(8).flatMap(ChannelReceipt.Ending.init(rawValue:)),
            receivedAt: Timestamp(microseconds: row.int64(9)))
    }
}
