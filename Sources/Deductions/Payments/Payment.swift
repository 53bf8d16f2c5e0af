package import Events
package import Payers
package import Values

/// One request for money, whatever its mode.
package struct Payment: Equatable, Sendable {
    package var terms: PaymentTerms
    package var standing: PaymentStanding

    package init(terms: PaymentTerms, standing: PaymentStanding) {
        self.terms = terms
        self.standing = standing
    }

    /// Minor units: what was asked for, and what was asked for on top of it.
    package var amount: Int64 { terms.money.minor + standing.added }

    /// Whose money it is: who was named, or who came to pay.
    package var payer: Identifier? { standing.paidBy ?? terms.payer }

    /// Whether a payer is one who can pay it: the one it names; where it names none, one of the platform's or of the
    /// merchant's.
    package func isPayable(by payer: Payer) -> Bool {
        if let named = terms.payer { return named == payer.id }
        return payer.merchant == nil || payer.merchant == terms.merchant
    }

    /// When a payment that waits for its payer stops waiting.
    package var payableUntil: Timestamp {
        Timestamp(microseconds: terms.createdAt.microseconds + Self.patienceSeconds * 1_000_000)
    }

    /// How long a payment waits for its payer.
    static let patienceSeconds: Int64 = 86_400

    /// What can still be returned to the payer.
    package var refundable: Int64 { standing.captured - standing.refunded }

    /// The same payment, its time over.
    var expired: Payment {
        var over = self
        over.standing.state = .expired
        return over
    }

    /// The payment as an event left it.
    package func asOf(_ event: Event) -> Payment {
        var past = self
        past.standing = PaymentStanding(event)
        past.standing.added = event.money.minor - terms.money.minor
        // Events do not name whoever came to pay, nor the channel, nor the day: all was settled when the payment left
        // `pending`.
        past.standing.paidBy = event.state == .pending ? nil : standing.paidBy
        past.standing.trade = event.state == .pending ? nil : standing.trade
        past.standing.countedOn = event.state == .pending ? nil : standing.countedOn
        return past
    }

    /// The event that tells of the present standing.
    func event(_ id: Identifier, type: String? = nil, from: PaymentState?, data: [UInt8]? = nil) -> Event {
        Event(
            id: id, merchant: terms.merchant, payment: terms.id, version: standing.version,
            type: type ?? "payment.\(standing.state.rawValue)", from: from, state: standing.state,
            money: Money(amount, terms.money.currency),
            held: standing.held, captured: standing.captured, refunded: standing.refunded, fee: standing.fee,
            surplus: standing.surplus, holdExpiresAt: standing.holdExpiresAt,
            declineCode: standing.declineCode?.rawValue, data: data, createdAt: standing.updatedAt)
    }
}

extension PaymentStanding {
    /// The standing that an event carries.
    init(_ event: Event) {
        self.init(state: event.state, updatedAt: event.createdAt)
        held = event.held
        captured = event.captured
        refunded = event.refunded
        fee = event.fee
        surplus = event.surplus
        holdExpiresAt = event.holdExpiresAt
        declineCode = event.declineCode.flatMap(DeclineCode.init(rawValue:))
        version = event.version
    }
}
