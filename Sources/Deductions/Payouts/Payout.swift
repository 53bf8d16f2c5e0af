package import Ledger
package import Values

/// What a merchant was paid out for a day in one currency: `pending` money that became `available`.
///
/// It counts a stretch of the merchant's feed. The stretches of a merchant and a currency follow each other without gap
/// or overlap, so that each event is counted once.
package struct Payout: Equatable, Sendable {
    /// Its posting's name too.
    package let id: Identifier
    package let merchant: Identifier
    package let day: CivilDate
    /// The first position that it counts, and the last.
    package let firstSeq: Int64
    package let lastSeq: Int64
    package let totals: PayoutTotals
    /// What payouts before it counted and did not pay, since later refunds had taken it: it may be below zero.
    package let carryBefore: Int64
    /// What it paid. Where it is zero, nothing was posted.
    package let paid: Money
    package let createdAt: Timestamp

    package init(
        id: Identifier, merchant: Identifier, day: CivilDate, firstSeq: Int64, lastSeq: Int64, totals: PayoutTotals,
        carryBefore: Int64, paid: Money, createdAt: Timestamp
    ) {
        self.id = id
        self.merchant = merchant
        self.day = day
        self.firstSeq = firstSeq
        self.lastSeq = lastSeq
        self.totals = totals
        self.carryBefore = carryBefore
        self.paid = paid
        self.createdAt = createdAt
    }

    /// What it leaves to the next one.
    package var carryAfter: Int64 { carryBefore + totals.pending - paid.minor }

    package var source: AccountKey { AccountKey(merchant, .pending, paid.currency) }
}
