package import Values

/// Takes back a payment that waits for somebody to pay it. Money that a channel brings for it later is too late.
///
/// It needs no key: what it does can happen once.
package struct CloseOrder: Command {
    package let merchant: Identifier
    package let payment: Identifier

    package init(merchant: Identifier, payment: Identifier) {
        self.merchant = merchant
        self.payment = payment
    }

    package var affinity: Identifier { payment }
    package var claim: Claim? { nil }
    package var namedPayment: Identifier? { payment }
    package var answerKind: AnswerKind { .paymentEvent }

    package func reach(_ link: PaymentLink?) -> Reach { .hold(payment, link, merchant) }

    package func apply(_ id: Identifier, to books: inout Books) -> Outcome {
        guard let payment = books.payments[payment], payment.terms.merchant == merchant else {
            return .refused(.notFound)
        }
        guard payment.standing.state == .pending else { return .refused(.stateConflict) }
        guard books.now < payment.payableUntil else { return .payment(books.move(payment.expired, event: id)) }
        var closed = payment
        closed.standing.state = .voided
        return .payment(books.move(closed, event: id))
    }
}
