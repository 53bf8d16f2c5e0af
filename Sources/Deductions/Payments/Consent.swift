import Ledger
import Payers
package import Values

/// A payer pays, from its wallet, a payment that waits for somebody to do so.
///
/// It needs no key: what it does can happen once. The same payer sending it again sees the payment as it stands.
package struct Consent: Command {
    package let payment: Identifier
    /// The payment's merchant.
    package let merchant: Identifier
    /// Who pays: the payer the payment names; where it names none, one of the platform's or of the merchant's.
    package let payer: Identifier
    /// How the payment then waits for its window; nil: it does not.
    package let queue: QueueTerms?
    /// How much the merchant's payers may be charged on one day; nil: as much as they have.
    package let caps: DayCaps?

    package init(
        payment: Identifier, merchant: Identifier, payer: Identifier, queue: QueueTerms? = nil, caps: DayCaps? = nil
    ) {
        self.queue = queue
        self.caps = caps
        self.payment = payment
        self.merchant = merchant
        self.payer = payer
    }

    package var affinity: Identifier { payer }
    package var claim: Claim? { nil }
    package var namedPayment: Identifier? { payment }
    package var answerKind: AnswerKind { .paymentEvent }

    package func reach(_ link: PaymentLink?) -> Reach {
        var reach = Reach()
        reach.payments = [payment]
        reach.payers = [payer]
        reach.credited = [merchant]
        reach.todays = caps.todays(of: merchant)
        return reach
    }

    package func apply(_ id: Identifier, to books: inout Books) -> Outcome {
        guard let payment = books.payments[payment], payment.terms.merchant == merchant,
            let payer = books.payers[payer], payment.isPayable(by: payer)
        else { return .refused(.notFound) }
        if payment.standing.paidBy == payer.id { return .payment(payment) }
        guard payment.standing.state == .pending else { return .refused(.stateConflict) }
        guard books.now < payment.payableUntil else { return .payment(books.move(payment.expired, event: id)) }
        // Nothing here ends the payment: money can be brought in, and somebody else may pay.
        guard payer.state == .active else { return .refused(.payerBlocked) }
        let money = payment.terms.money
        guard let wallet = books.wallets[AccountKey(payer.id, .wallet, money.currency)] else {
            return .refused(.currencyNotHeld)
        }
        guard !books.isFrozen(wallet) else { return .refused(.payerBlocked) }
        if let queue, books.obstacle(to: payment.terms, queue, wallet) != nil { return .refused(.insufficientFunds) }
        guard wallet.available >= money.minor else { return .refused(.insufficientFunds) }
        let day = books.day(of: payment.terms, caps)
        guard books.hasRoom(for: money.minor, of: payment.terms, on: day, caps) else {
            return .refused(.limitExceeded)
        }

        let taken =
            if let queue { books.queue(payment.terms, queue, for: wallet) } else {
                books.take(payment.terms, from: wallet, posting: id)
            }
        var paid = payment
        paid.standing.state = taken.state
        paid.standing.held = taken.held
        paid.standing.captured = taken.captured
        paid.standing.fee = taken.fee
        paid.standing.holdExpiresAt = taken.holdExpiresAt
        paid.standing.paidBy = payer.id
        paid.standing.countedOn = day
        return .payment(books.move(paid, event: id))
    }
}
