import Channels
import Ledger
package import Values

/// What a channel says of money that it was asked to send back. It counts once: the return is pending no more then.
package struct ReturnReport: Command {
    /// The return.
    package let id: Identifier
    package let payment: Identifier
    /// The payment's merchant.
    package let merchant: Identifier
    package let hasSucceeded: Bool

    package init(_ id: Identifier, payment: Identifier, merchant: Identifier, hasSucceeded: Bool) {
        self.id = id
        self.payment = payment
        self.merchant = merchant
        self.hasSucceeded = hasSucceeded
    }

    package var affinity: Identifier { payment }
    package var claim: Claim? { nil }
    package var namedPayment: Identifier? { payment }
    package var answerKind: AnswerKind { .paymentEvent }

    package func reach(_ link: PaymentLink?) -> Reach {
        var reach = Reach()
        reach.payments = [payment]
        reach.returns = [id]
        reach.credited = [merchant]
        return reach
    }

    package func apply(_ posting: Identifier, to books: inout Books) -> Outcome {
        guard var payment = books.payments[payment], var back = books.returns[id], back.payment == payment.terms.id
        else { return .refused(.notFound) }
        guard back.state == .pending else { return .refused(.stateConflict) }
        let currency = back.money.currency
        let clearing = AccountKey.system(.clearing, currency)
        back.state = hasSucceeded ? .succeeded : .failed
        if hasSucceeded {
            books.post(
                posting, for: back.id,
                [(clearing, -back.money.minor), (.system(.world, currency), back.money.minor)])
        } else if back.cause == .refund {
            // The merchant has it again, but no sooner than it would have been paid out. A surplus nobody takes stays
            // where it is, for an operator.
            books.post(
                posting, for: back.id,
                [(clearing, -back.money.minor)]
                    + payment.terms.income(back.money.minor, fee: back.fee))
            payment.standing.fee += back.fee
            payment.standing.refunded -= back.money.minor
            payment = books.move(
                payment, event: posting, type: "anomaly",
                data: RefundNote(refund: back.id, amount: back.money.minor).json)
        }
        books.settle(back)
        return .payment(payment)
    }
}
