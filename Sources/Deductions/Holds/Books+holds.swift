import Ledger
import Policies
import Values

extension Books {
    /// The wallet that a payment takes from; nil: it is not locked, there is none, or it is to be left alone. That is
    /// so of a frozen one, and of one that does not hold back what the payment says it does: it will be frozen.
    ///
    /// So all that hangs on a frozen wallet stays as it is until an operator releases it: a hold is neither captured
    /// nor let go, nor does its time end it.
    func purse(of payment: Payment) -> Wallet? {
        guard let wallet = wallet(of: payment), !isFrozen(wallet), wallet.held >= payment.standing.held else {
            return nil
        }
        let isOwed = payment.standing.state == .queued && payment.standing.held == 0
        return isOwed && wallet.queued < payment.amount ? nil : wallet
    }

    /// The wallet that a payment takes from, whatever its state; nil: it is not locked, or there is none.
    func wallet(of payment: Payment) -> Wallet? {
        payment.payer.flatMap { wallets[AccountKey($0, .wallet, payment.terms.money.currency)] }
    }

    /// Takes what a payment is about from a wallet that covers it: frozen where its terms say so, else for good.
    /// Returns how the payment stands then.
    mutating func take(_ terms: PaymentTerms, from wallet: Wallet, posting: Identifier) -> PaymentStanding {
        let amount = terms.money.minor
        guard let hold = terms.hold else {
            let fee = terms.fee(ofCapturing: amount, after: 0)
            post(posting, for: terms.id, [(wallet.key, -amount)] + terms.income(amount, fee: fee))
            var standing = PaymentStanding(state: .captured, updatedAt: now)
            standing.captured = amount
            standing.fee = fee
            return standing
        }
        freeze(wallet.key, amount)
        var standing = PaymentStanding(state: .held, updatedAt: now)
        standing.held = amount
        standing.holdExpiresAt = now.adding(seconds: hold.seconds)
        return standing
    }

    /// Captures a part of what is held; the rest is released with it where that is final.
    @discardableResult
    mutating func capture(
        _ held: Payment, _ amount: Int64, isFinal: Bool, isByTime: Bool = false, event: Identifier
    ) -> Payment {
        guard let wallet = purse(of: held) else { preconditionFailure("a hold is captured whose wallet is not locked") }
        let freed = isFinal ? held.standing.held : amount
        freeze(wallet.key, -freed)
        let fee = held.terms.fee(ofCapturing: amount, after: held.standing.captured)
        post(event, for: held.terms.id, [(wallet.key, -amount)] + held.terms.income(amount, fee: fee))
        var after = held
        after.standing.fee += fee
        after.standing.held -= freed
        after.standing.captured += amount
        if after.standing.held == 0 { after.endHold(as: .captured, isByTime: isByTime) }
        return move(after, event: event)
    }

    /// Lets go of what is held.
    @discardableResult
    mutating func release(
        _ held: Payment, as state: PaymentState, isByTime: Bool = false, event: Identifier
    ) -> Payment {
        guard let wallet = purse(of: held) else { preconditionFailure("a hold is released whose wallet is not locked") }
        freeze(wallet.key, -held.standing.held)
        var after = held
        after.standing.held = 0
        after.endHold(as: held.standing.captured > 0 ? .captured : state, isByTime: isByTime)
        return move(after, event: event)
    }

    /// Ends holds that are past their time. One that is not, or whose wallet is not locked, stays as it is.
    mutating func end(_ overdue: [OverdueHold], events: [Identifier]) {
        for (hold, event) in zip(overdue, events) {
            guard let held = payments[hold.payment], held.standing.state == .held, purse(of: held) != nil,
                let end = held.standing.holdExpiresAt, end <= now
            else { continue }
            if held.terms.hold?.capturer == .auto {
                capture(held, held.standing.held, isFinal: true, isByTime: true, event: event)
            } else {
                release(held, as: .expired, isByTime: true, event: event)
            }
        }
    }
}

extension Payment {
    /// Only a hold that its time has ended keeps the time: so lateness can be told from any other end.
    fileprivate mutating func endHold(as state: PaymentState, isByTime: Bool) {
        standing.state = state
        if !isByTime { standing.holdExpiresAt = nil }
    }
}
