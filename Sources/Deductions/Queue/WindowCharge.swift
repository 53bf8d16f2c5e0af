import Ledger
import Payers
package import Values

/// Charges what one payer owes one merchant at a window: all in one posting.
///
/// Where the payer is short, the oldest go first and only whole payments do; one that does not fit lets those behind it
/// pass. What is left waits for the next window, or is declined after its last try; that of a frozen wallet waits,
/// however often it was tried. What has gone its own way since it was listed is left alone, so the same command again
/// does nothing twice.
package struct WindowCharge: Command {
    package let merchant: Identifier
    package let payer: Identifier
    package let window: Timestamp
    /// The payments, of one currency.
    package let payments: [Identifier]
    /// The window after this one; nil: there is none, and what is left is declined.
    package let nextWindow: Timestamp?

    package init(
        merchant: Identifier, payer: Identifier, window: Timestamp, payments: [Identifier], nextWindow: Timestamp?
    ) {
        self.merchant = merchant
        self.payer = payer
        self.window = window
        self.payments = Set(payments).sorted()
        self.nextWindow = nextWindow
    }

    package var affinity: Identifier { payer }
    package var claim: Claim? { nil }
    package var answerKind: AnswerKind { .paymentEvent }
    package var spareIdentifiers: Int { payments.count }

    package func reach(_ link: PaymentLink?) -> Reach {
        var reach = Reach()
        reach.payments = Set(payments)
        reach.items = Set(payments)
        reach.payers = [payer]
        reach.credited = [merchant]
        return reach
    }

    package func apply(_ id: Identifier, to books: inout Books) -> Outcome {
        var tally = WindowTally()
        let due = payments.compactMap { books.payments[$0] }.compactMap { payment -> (Payment, QueuedItem)? in
            guard payment.standing.state == .queued, let item = books.items[payment.terms.id], item.isDue(self) else {
                return nil
            }
            return (payment, item)
        }
        guard let wallet = due.first.flatMap({ books.wallet(of: $0.0) }), let payer = books.payers[payer] else {
            return .window(tally)
        }
        guard books.isWhole(wallet, for: due) else { return .window(wait(due, &books)) }
        var paying: [(Payment, QueuedItem)] = []
        var short: [(Payment, QueuedItem, DeclineCode)] = []
        var left = wallet.available
        for (payment, item) in due {
            let need = item.money.minor - payment.standing.held
            if payer.state == .blocked {
                short.append((payment, item, .payerBlocked))
            } else if need > 0, need > left {
                short.append((payment, item, .insufficientFunds))
            } else {
                left -= need
                paying.append((payment, item))
                tally.amount += item.money.minor
            }
        }
        tally.charged = paying.count
        books.post(paying, posting: id)
        for (payment, item, code) in short {
            if item.tries > 1, let nextWindow {
                books.postpone(item, to: nextWindow)
                tally.postponed += 1
            } else {
                books.drop(payment, item, as: .declined, .declined, code: code, event: books.takeIdentifier())
                tally.declined += 1
            }
        }
        return .window(tally)
    }

    /// A wallet that is to be left alone uses up no try.
    private func wait(_ due: [(Payment, QueuedItem)], _ books: inout Books) -> WindowTally {
        var tally = WindowTally()
        guard let nextWindow else { return tally }
        for (_, item) in due { books.postpone(item, to: nextWindow, usesTry: false) }
        tally.postponed = due.count
        return tally
    }
}

extension QueuedItem {
    /// Whether it is still waiting for what was listed.
    fileprivate func isDue(_ charge: WindowCharge) -> Bool {
        state == .waiting && window == charge.window && payer == charge.payer && merchant == charge.merchant
    }
}
