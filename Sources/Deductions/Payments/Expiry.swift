package import Values

/// Ends a payment that nobody has paid, since its time is over or its channel has closed it; or one whose hold is past
/// its time.
package struct Expiry: Command {
    package let payment: Identifier
    /// The payment's merchant.
    package let merchant: Identifier
    /// The channel takes no money for it any more, whatever our clock says.
    package let isClosed: Bool

    package init(payment: Identifier, merchant: Identifier, isClosed: Bool) {
        self.payment = payment
        self.merchant = merchant
        self.isClosed = isClosed
    }

    package var affinity: Identifier { payment }
    package var claim: Claim? { nil }
    package var namedPayment: Identifier? { payment }
    package var answerKind: AnswerKind { .paymentEvent }

    package func reach(_ link: PaymentLink?) -> Reach {
        .hold(payment, link, merchant)
    }

    package func apply(_ id: Identifier, to books: inout Books) -> Outcome {
        guard let payment = books.payments[payment], payment.terms.merchant == merchant else {
            return .refused(.notFound)
        }
        // An overdue hold has ended by now: locking its wallet saw to that.
        let isOver = payment.standing.state != .held && payment.standing.holdExpiresAt != nil
        if isOver || payment.standing.state == .expired { return .payment(payment) }
        guard payment.standing.state == .pending, isClosed || books.now >= payment.payableUntil else {
            return .refused(.stateConflict)
        }
        return .payment(books.move(payment.expired, event: id))
    }
}
