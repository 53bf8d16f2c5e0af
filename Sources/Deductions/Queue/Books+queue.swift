import Ledger
import Payers
import Values

extension Books {
    /// Puts a payment into the queue of its window. The wallet covers it: what `queue` wants set aside is.
    mutating func queue(
        _ terms: PaymentTerms, _ queue: QueueTerms, for wallet: Wallet
    ) -> PaymentStanding {
        var standing = PaymentStanding(state: .queued, updatedAt: now)
        if queue.reserves {
            freeze(wallet.key, terms.money.minor)
            standing.held = terms.money.minor
        } else {
            owe(wallet.key, terms.money.minor)
        }
        write(
            QueuedItem(
                payment: terms.id, merchant: terms.merchant, payer: wallet.payer, money: terms.money,
                fee: terms.fee(ofCapturing: terms.money.minor, after: 0), window: queue.window, tries: queue.tries,
                state: .waiting))
        return standing
    }

    /// Why a payment cannot be queued with what its payer has; nil: it can.
    func obstacle(to terms: PaymentTerms, _ queue: QueueTerms, _ wallet: Wallet) -> DeclineCode? {
        guard wallet.available >= terms.money.minor else { return .insufficientFunds }
        guard !queue.reserves, !makes(.exposureIgnored), let exposure = queue.exposureMinor else { return nil }
        return wallet.queued + terms.money.minor <= exposure ? nil : .exposureExceeded
    }

    /// Why a queued payment cannot be charged now; nil: it can.
    func obstacle(to queued: Payment) -> DeclineCode? {
        guard let wallet = purse(of: queued), let payer = payers[wallet.payer] else { return .currencyNotHeld }
        if payer.state == .blocked { return .payerBlocked }
        let need = queued.amount - queued.standing.held
        // What is set aside for it is there, however little there is else.
        return need == 0 || need <= wallet.available ? nil : .insufficientFunds
    }

    /// Charges one queued payment, before its window.
    mutating func promote(_ queued: Payment, _ item: QueuedItem, event: Identifier) -> Payment {
        let paid = leave(queued, item, as: .promoted, event: event) { $0.capture(item) }
        post(event, for: queued.terms.id, legs(item, item.money.minor, fee: item.fee))
        return paid
    }

    /// Charges queued payments of one payer, merchant and currency in one posting.
    mutating func post(_ queued: [(Payment, QueuedItem)], posting: Identifier) {
        guard let (_, first) = queued.first else { return }
        var (sum, fees): (Int64, Int64) = (0, 0)
        for (payment, item) in queued {
            leave(payment, item, as: .posted, posting: posting, event: takeIdentifier()) {
                $0.capture(item)
            }
            sum += item.money.minor
            fees += item.fee
        }
        if makes(.postingShort), queued.count > 1 { sum -= 1 }
        post(posting, for: posting, legs(first, sum, fee: fees))
    }

    /// Ends a queued payment that is not charged.
    @discardableResult
    mutating func drop(
        _ queued: Payment, _ item: QueuedItem, as state: QueuedItem.State, _ end: PaymentState,
        code: DeclineCode? = nil, event: Identifier
    ) -> Payment {
        leave(queued, item, as: state, event: event) { standing in
            standing.state = end
            standing.declineCode = code
        }
    }

    /// Whether a wallet can serve queued payments of its own: it is not frozen, and keeps for them what they say.
    func isWhole(_ wallet: Wallet, for queued: [(Payment, QueuedItem)]) -> Bool {
        let held = queued.reduce(0) { $0 + $1.0.standing.held }
        let owed = queued.reduce(0) { $0 + ($1.0.standing.held == 0 ? $1.1.money.minor : 0) }
        return !isFrozen(wallet) && wallet.held >= held && wallet.queued >= owed
    }

    /// Leaves a payment in the queue for a later window.
    mutating func postpone(_ item: QueuedItem, to window: Timestamp, usesTry: Bool = true) {
        var later = item
        later.window = window
        if usesTry, !makes(.postponedForEver) { later.tries -= 1 }
        write(later)
    }

    @discardableResult
    private mutating func leave(
        _ queued: Payment, _ item: QueuedItem, as state: QueuedItem.State, posting: Identifier? = nil,
        event: Identifier, _ change: (inout PaymentStanding) -> Void
    ) -> Payment {
        let wallet = AccountKey(item.payer, .wallet, item.money.currency)
        if queued.standing.held == 0 {
            if !makes(.debtKept) { owe(wallet, -item.money.minor) }
        } else if !(makes(.reserveKept) && state == .cancelled) {
            freeze(wallet, -queued.standing.held)
        }
        var gone = item
        gone.state = state
        gone.posting = posting
        if !(makes(.cancelLeavesPlace) && state == .cancelled) { write(gone) }
        var after = queued
        change(&after.standing)
        after.standing.held = 0
        return move(after, event: event)
    }

    private func legs(_ item: QueuedItem, _ amount: Int64, fee: Int64) -> [(AccountKey, Int64)] {
        let currency = item.money.currency
        return [
            (AccountKey(item.payer, .wallet, currency), -amount),
            (AccountKey(item.merchant, .pending, currency), amount - fee), (.system(.fees, currency), fee),
        ]
    }
}

extension PaymentStanding {
    /// All of a queued payment; nothing was added to it.
    fileprivate mutating func capture(_ item: QueuedItem) {
        state = .captured
        captured = item.money.minor
        fee = item.fee
    }
}
