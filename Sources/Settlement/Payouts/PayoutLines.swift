import Deductions
import Events
import Ledger
import MariaDB
import Values

/// What the events of a stretch of a merchant's feed moved, read in pages.
struct PayoutLines {
    let merchant: Identifier
    let firstSeq: Int64
    let lastSeq: Int64

    /// Positions to a page.
    private static let pageLength: Int64 = 1_000

    /// Has each page looked at, in the order of the feed. It is a matter of record: the same at any time.
    func forEachPage(
        _ session: Session, _ body: ([PayoutLine]) throws(DatabaseFailure) -> Void
    ) throws(DatabaseFailure) {
        var after = firstSeq - 1
        while after < lastSeq {
            let through = min(after + Self.pageLength, lastSeq)
            let lines = try page(after: after, through: through, session)
            if !lines.isEmpty { try body(lines) }
            after = through
        }
    }

    /// What all of them brought, by currency.
    func totals(_ session: Session) throws(DatabaseFailure) -> [Currency: PayoutTotals] {
        var totals: [Currency: PayoutTotals] = [:]
        try forEachPage(session) { lines throws(DatabaseFailure) in
            for line in lines { totals[line.move.currency, default: PayoutTotals()].add(line) }
        }
        return totals
    }

    private func page(
        after: Int64, through: Int64, _ session: Session
    ) throws(DatabaseFailure) -> [PayoutLine] {
        let moves = try FeedMoveStore.moves(of: merchant, after: after, through: through, session)
        // What is captured goes to `pending` less its fee, in a posting of its own or in a window's. Only a refund,
        // whose posting has the name of its event, takes from two accounts.
        let refunds = moves.filter { $0.refunded != 0 }.map(\.event)
        let shares = try EntryStore.shares(of: merchant, in: refunds, session)
        return moves.map { move in
            let (pending, available) = shares[move.event] ?? (move.captured - move.fee, 0)
            return PayoutLine(move: move, pending: pending, available: available)
        }
    }
}
