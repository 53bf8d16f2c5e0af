import Deductions
import Events

/// An event that moved a merchant's money: a line of its statement.
struct PayoutLine: Equatable {
    let move: FeedMove
    /// Minor units that went to the merchant's `pending`, or below zero from it.
    let pending: Int64
    /// Minor units that went from the merchant's `available`: never above zero.
    let available: Int64
}

extension PayoutTotals {
    mutating func add(_ line: PayoutLine) {
        lines += 1
        captured += line.move.captured
        refunded += line.move.refunded
        fees += line.move.fee
        pending += line.pending
        available += line.available
    }
}
