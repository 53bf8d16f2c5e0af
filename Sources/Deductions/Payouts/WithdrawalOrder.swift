import Ledger
package import Values

/// Sends all that is in a merchant's `available` on its way to the payee, once a day and currency: a second order for
/// the same day is answered with what the first one sent.
package struct WithdrawalOrder: Command {
    package let merchant: Identifier
    package let currency: Currency
    package let day: CivilDate

    package init(merchant: Identifier, currency: Currency, day: CivilDate) {
        self.merchant = merchant
        self.currency = currency
        self.day = day
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
        let available = AccountKey(merchant, .available, currency)
        if let last = books.withdrawals[available] {
            if last.day == day { return .withdrawal(last) }
            guard last.day < day else { return .refused(.stateConflict) }
        }
        guard !books.isFrozen(available) else { return .refused(.stateConflict) }
        let amount = books.balance(available)
        guard amount > 0 else { return .refused(.insufficientFunds) }
        books.post(id, for: id, [(available, -amount), (.system(.clearing, currency), amount)])
        let withdrawal = Withdrawal(
            id: id, merchant: merchant, day: day, money: Money(amount, currency), createdAt: books.now)
        books.add(withdrawal)
        return .withdrawal(withdrawal)
    }
}
