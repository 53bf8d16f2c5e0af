import Payers
import Ledger
package import Values

/// Takes a payment from the payer's wallet, or freezes it there, as its terms say.
package struct Charge: Command {
    /// The terms as asked; the id and the time are set when the payment is made.
    package let terms: PaymentTerms
    /// How it waits for its window; nil: it does not.
    package let queue: QueueTerms?
    /// How it waits instead of being charged now, if its payer has paid before; nil: it is charged now.
    package let relief: QueueTerms?
    /// What its merchant's policy has against it; nil: nothing.
    package let objection: DeclineCode?
    /// How much its merchant's payers may be charged on one day; nil: as much as they have.
    package let caps: DayCaps?
    package let claim: Claim?
    package let nonce: NonceClaim?

    package init(
        terms: PaymentTerms, queue: QueueTerms? = nil, relief: QueueTerms? = nil, objection: DeclineCode? = nil,
        caps: DayCaps? = nil, claim: Claim?, nonce: NonceClaim?
    ) {
        self.terms = terms
        self.queue = queue
        self.relief = relief
        self.objection = objection
        self.caps = caps
        self.claim = claim
        self.nonce = nonce
    }

    package var merchant: Identifier { terms.merchant }
    package var affinity: Identifier { terms.payer ?? terms.merchant }
    package var opensPayment: Bool { true }
    package var answerKind: AnswerKind { .paymentEvent }

    package func reach(_ link: PaymentLink?) -> Reach {
        var reach = Reach()
        if let payer = terms.payer { reach.payers = [payer] }
        reach.credited = [terms.merchant]
        if terms.payer != nil { reach.todays = caps.todays(of: terms.merchant, in: terms.money.currency) }
        return reach
    }

    package func apply(_ id: Identifier, to books: inout Books) -> Outcome {
        var terms = terms
        terms.id = id
        terms.createdAt = books.now
        guard let payerID = terms.payer else {
            return objection.map { decline($0, terms, &books) } ?? open(.pending, terms, &books)
        }
        guard let payer = books.payers[payerID], payer.merchant == nil || payer.merchant == merchant else {
            return .refused(.unknownPayer)
        }
        if let objection { return decline(objection, terms, &books) }
        if payer.state == .blocked { return decline(.payerBlocked, terms, &books) }
        // Nobody but the payer may spend a platform payer's money: the cashier asks.
        guard payer.merchant == merchant else { return open(.pending, terms, &books) }
        guard let wallet = books.wallets[AccountKey(payerID, .wallet, terms.money.currency)] else {
            return decline(.currencyNotHeld, terms, &books)
        }
        if books.isFrozen(wallet) { return decline(.payerBlocked, terms, &books) }
        var queue = queue
        if let relief, wallet.version > Self.strangerVersion {
            queue = relief
            terms.mode = .batch
        }
        if let queue {
            if let code = books.obstacle(to: terms, queue, wallet) { return decline(code, terms, &books) }
        } else if wallet.available < terms.money.minor {
            return decline(.insufficientFunds, terms, &books)
        }
        let day = books.day(of: terms, caps)
        guard books.hasRoom(for: terms.money.minor, of: terms, on: day, caps) else {
            return decline(.limitExceeded, terms, &books)
        }

        var standing =
            if let queue { books.queue(terms, queue, for: wallet) } else {
                books.take(terms, from: wallet, posting: id)
            }
        standing.countedOn = day
        return open(standing, terms, &books)
    }

    /// The version of a wallet that was made and filled, and has paid nothing yet.
    private static let strangerVersion: Int64 = 2

    private func open(_ state: PaymentState, _ terms: PaymentTerms, _ books: inout Books) -> Outcome {
        open(PaymentStanding(state: state, updatedAt: books.now), terms, &books)
    }

    private func decline(_ code: DeclineCode, _ terms: PaymentTerms, _ books: inout Books) -> Outcome {
        var standing = PaymentStanding(state: .declined, updatedAt: books.now)
        standing.declineCode = code
        return open(standing, terms, &books)
    }

    private func open(_ standing: PaymentStanding, _ terms: PaymentTerms, _ books: inout Books) -> Outcome {
        let payment = Payment(terms: terms, standing: standing)
        books.open(payment)
        return .payment(payment)
    }
}
