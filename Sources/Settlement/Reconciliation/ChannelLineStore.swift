import MariaDB
import Values

/// The `statement_line` table.
enum ChannelLineStore {
    /// What a channel last said of these trades, and in which comparison.
    static func lines(
        _ channel: String, _ kind: TradeKind, _ numbers: [String], _ session: Session
    ) throws(DatabaseFailure) -> [TradeKey: (money: Money, comparison: Int64)] {
        guard !numbers.isEmpty else { return [:] }
        let rows = try session.query(
            """
            SELECT trade_no, currency, amount, reconciliation_id FROM statement_line WHERE channel = \(channel)
            AND kind = \(kind.rawValue) AND trade_no IN \(list: numbers.map { Array($0.utf8) })
            """)
        var found: [TradeKey: (money: Money, comparison: Int64)] = [:]
        for row in rows {
            guard let currency = Currency(number: row.int64(1)) else { continue }
            found[TradeKey(kind, row.string(0))] = (Money(row.int64(2), currency), row.int64(3))
        }
        return found
    }

    /// Keeps lines in place of what the channel said of the same trades before.
    static func write(
        _ lines: [ChannelLine], _ channel: String, comparison: Int64, _ session: Session
    ) throws(DatabaseFailure) {
        try session.run(
            """
            INSERT INTO statement_line (channel, kind, trade_no, currency, amount, happened_at, reconciliation_id)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE currency = VALUES(currency),
            amount = VALUES(amount), happened_at = VALUES(happened_at), reconciliation_id = VALUES(reconciliation_id)
            """,
            [
                .text(lines.map { _ in channel }), .text(lines.map(\.key.kind.rawValue)),
                .bytes(lines.map { Array($0.key.number.utf8) }), .int64(lines.map(\.money.currency.number)),
                .int64(lines.map(\.money.minor)), .int64(lines.map(\.time.microseconds)),
                .int64(lines.map { _ in comparison }),
            ], rows: lines.count)
    }
}
