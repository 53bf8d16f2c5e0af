package import Values

/// What a merchant wants of a payment that waits for its window.
package protocol QueueOrder: Command {
    var payment: Identifier { get }

    /// Decides on a payment that is queued.
    func apply(_ id: Identifier, to queued: Payment, _ item: QueuedItem, in books: inout Books) -> Outcome
}

extension QueueOrder {
    package var affinity: Identifier { payment }
    package var namedPayment: Identifier? { payment }
    package var answerKind: AnswerKind { .paymentEvent }

    package func reach(_ link: PaymentLink?) -> Reach {
        var reach = Reach.hold(payment, link, merchant)
        reach.items = [payment]
        return reach
    }

    package func apply(_ id: Identifier, to books: inout Books) -> Outcome {
        guard let payment = books.payments[payment], payment.terms.merchant == merchant else {
            return .refused(.notFound)
        }
        guard payment.standing.state == .queued, let item = books.items[payment.terms.id],
            books.purse(of: payment) != nil
        else { return .refused(.stateConflict) }
        return apply(id, to: payment, item, in: &books)
    }
}
