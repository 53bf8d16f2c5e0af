import Ledger
package import Values

/// Pays a merchant out for a day in one currency: what a part of its feed brought goes from `pending` to `available`.
///
/// What came by then is a matter of record and comes with the order; whether it is this part's turn, and how much of
/// it is still there, is decided with the merchant's accounts locked. A second order for the same day is answered with
/// the first one's payout.
package struct PayoutOrder: Command {
    package let merchant: Identifier
    package let currency: Currency
    package let day: CivilDate
    /// The last position that an earlier payout has counted; 0: there is none.
    package let after: Int64
    /// The last position that this one counts.
    package let through: Int64
    /// What the events in between brought.
    package let totals: PayoutTotals

    package init(
        merchant: Identifier, currency: Currency, day: CivilDate, after: Int64, through: Int64, totals: PayoutTotals
    ) {
        self.merchant = merchant
        self.currency = currency
        self.day = day
        self.after = after
        self.through = through
        self.totals = totals
    }

    package var affinity: Identifier { merchant }
    package var claim: Claim? { nil }
    package var answerKind: AnswerKind { .paymentEvent }

    package func reach(_ link: PaymentLink?) -> Reach {
        var reach = Reach()
        reach.merchants = [merchant]
        reach.payees = [merchant]
        return reach
    }

    package func apply(_ id: Identifier, to books: inout Books) -> Outcome {
        let pending = AccountKey(merchant, .pending, currency)
        let available = AccountKey(merchant, .available, currency)
        let last = books.makes(.payoutRepeated) ? nil : books.payouts[pending]
        if let last, last.day == day { return .payout(last) }
        guard last.map({ $0.day < day }) ?? true, after == last?.lastSeq ?? 0, after < through else {
            return .refused(.stateConflict)
        }
        guard !books.isFrozen(pending) else { return .refused(.stateConflict) }
        let carry = last?.carryAfter ?? 0
        let (due, isTooMuch) = carry.addingReportingOverflow(totals.pending)
        let paid = max(0, min(due, books.balance(pending)))
        guard !isTooMuch, !books.balance(available).addingReportingOverflow(paid).overflow else {
            return .refused(.amountExceeded)
        }
        books.post(id, for: id, [(pending, -paid), (available, paid)])
        let payout = Payout(
            id: id, merchant: merchant, day: day, firstSeq: after + 1, lastSeq: through, totals: totals,
            carryBefore: carry, paid: Money(paid, currency), createdAt: books.now)
        books.add(payout)
        return .payout(payout)
    }
}
