import Ledger
import MariaDB
import Values

/// A payment that does not agree with the rest, its figures beside what they should be.
struct AuditedPayment {
    let finding: AuditFinding

    /// What of the row's columns holds a figure, and which ones what it should be: first what the events tell.
    private static let comparisons: [(figure: BookFigure, found: Int, expected: [Int])] = [
        (.version, 25, [26, 27]), (.captured, 5, [6, 7, 8]), (.refunded, 9, [10, 11]),
        (.fee, 12, [13, 14]), (.surplus, 15, [16, 17]), (.held, 18, [19, 20]), (.amount, 21, [22, 23, 24]),
    ]
    private static let isPlaced = 29

    /// nil: its currency is none.
    init?(_ row: Row) {
        guard let currency = Currency(number: row.int64(3)) else { return nil }
        let payer = Identifier(row.int64(2))
        // What a channel paid is no wallet's; and of a payment of nobody's there is none.
        let isWallets = payer != .system && row.int64(4) == 0
        let account =
            isWallets
            ? AccountKey(payer, .wallet, currency) : AccountKey(Identifier(row.int64(1)), .pending, currency)
        let id = Identifier(row.int64(0))
        for (figure, found, candidates) in Self.comparisons {
            guard let wrong = candidates.first(where: { row.int64($0) != row.int64(found) }) else { continue }
            finding = AuditFinding(account, figure, of: id, expected: row.int64(wrong), found: row.int64(found))
            return
        }
        // Only its state is left: of another kind than the last event's or the hold's, or than its place in the queue.
        let figure = row.int64(Self.isPlaced) == 0 ? BookFigure.queue : .version
        finding = AuditFinding(account, figure, of: id, expected: row.int64(26), found: row.int64(25))
    }
}
