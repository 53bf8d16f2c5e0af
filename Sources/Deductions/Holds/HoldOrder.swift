package import Values

/// What a merchant wants of money that is held for it.
package protocol HoldOrder: Command {
    var payment: Identifier { get }

    /// Decides on a payment whose hold is open and not over.
    func apply(_ id: Identifier, to held: Payment, in books: inout Books) -> Outcome
}

extension HoldOrder {
    package var affinity: Identifier { payment }
    package var namedPayment: Identifier? { payment }
    package var answerKind: AnswerKind { .paymentEvent }

    package func reach(_ link: PaymentLink?) -> Reach { .hold(payment, link, merchant) }

    package func apply(_ id: Identifier, to books: inout Books) -> Outcome {
        guard let payment = books.payments[payment], payment.terms.merchant == merchant else {
            return .refused(.notFound)
        }
        // A payer who came when the rows had been looked up already came later than this command.
        guard payment.standing.state == .held, books.purse(of: payment) != nil else {
            // Overdue holds end before anything is decided; only those keep the time at which they did.
            let isLate = payment.standing.state != .held && payment.standing.holdExpiresAt != nil
            return .refused(isLate ? .holdExpired : .stateConflict)
        }
        return apply(id, to: payment, in: &books)
    }
}

extension Reach {
    /// The rows that a payment's hold hangs on: every change of a hold locks its wallet too, so that whoever has the
    /// wallet sees its holds as they are.
    static func hold(_ payment: Identifier, _ link: PaymentLink?, _ merchant: Identifier) -> Reach {
        var reach = Reach()
        reach.payments = [payment]
        if let payer = link?.payer { reach.payers = [payer] }
        reach.credited = [merchant]
        return reach
    }
}
