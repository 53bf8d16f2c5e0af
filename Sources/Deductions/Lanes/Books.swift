package import Channels
import Events
package import Ledger
package import Payers
package import Values

/// What a batch has locked, and what its commands make of it. Each command sees the effects of those before it.
package struct Books: Sendable {
    /// The batch's only time, read after all locks were taken.
    package let now: Timestamp

    package private(set) var payments: [Identifier: Payment]
    package private(set) var returns: [Identifier: ChannelReturn]
    /// Queued payments' places in the queue.
    package private(set) var items: [Identifier: QueuedItem]
    package private(set) var payers: [Identifier: Payer]
    package private(set) var wallets: [AccountKey: Wallet]
    /// What was charged on days, where that is locked.
    package private(set) var days: [MerchantDay.Key: MerchantDay]
    /// Balances of the merchant accounts that are locked; the others are only touched.
    package private(set) var merchantBalances: [AccountKey: Int64]
    private let lockedMerchants: Set<Identifier>
    /// The last payout and the last withdrawal of each payee, by the account that it took from.
    package private(set) var payouts: [AccountKey: Payout]
    package private(set) var withdrawals: [AccountKey: Withdrawal]
    private let frozenAccounts: Set<AccountKey>
    package private(set) var takenLogins: Set<Reach.Login>

    package private(set) var changes = Changes()
    /// Identifiers that the present command asked for beyond its own.
    private var spares: ArraySlice<Identifier> = []

    #if SEEDED_FAULTS
        package var fault: SeededFault?
    #endif

    package init(now: Timestamp, locked: LockedRows) {
        self.now = now
        payments = locked.payments
        returns = locked.returns
        items = locked.items
        payers = locked.payers
        wallets = locked.wallets
        days = locked.days
        merchantBalances = locked.merchantBalances
        lockedMerchants = locked.merchants
        payouts = locked.payouts
        withdrawals = locked.withdrawals
        frozenAccounts = locked.frozenAccounts
        takenLogins = locked.takenLogins
    }

    /// Whether decisions are to make this mistake.
    @inline(__always) func makes(_ fault: SeededFault) -> Bool {
        #if SEEDED_FAULTS
            return self.fault == fault
        #else
            return false
        #endif
    }

    /// What a merchant has on an account that is locked.
    package func balance(_ key: AccountKey) -> Int64 {
        precondition(lockedMerchants.contains(key.owner), "a merchant account is read that was not locked")
        return merchantBalances[key] ?? 0
    }

    /// Whether nothing may be taken from a merchant account that is locked: its books were found broken.
    package func isFrozen(_ key: AccountKey) -> Bool {
        precondition(lockedMerchants.contains(key.owner), "a merchant account is read that was not locked")
        return frozenAccounts.contains(key) && !makes(.frozenIgnored)
    }

    /// Whether a wallet is to be left alone: its books were found broken.
    package func isFrozen(_ wallet: Wallet) -> Bool { wallet.isFrozen && !makes(.frozenIgnored) }

    /// Gives the next command the identifiers that it asked for beyond its own.
    mutating func lend(_ identifiers: ArraySlice<Identifier>) { spares = identifiers }

    /// The next of the identifiers that the command asked for.
    mutating func takeIdentifier() -> Identifier {
        guard let next = spares.popFirst() else { preconditionFailure("a command makes more than it asked for") }
        return next
    }

    /// Makes a payment, with its first event.
    package mutating func open(_ payment: Payment, data: [UInt8]? = nil) {
        precondition(Transition.isLegal(from: nil, to: payment.standing.state), "a payment cannot begin like this")
        changes.newPayments.append(payment)
        if payment.standing.held > 0 { changes.movedHolds.insert(payment.terms.id) }
        changes.events.append(payment.event(payment.terms.id, from: nil, data: data))
        payments[payment.terms.id] = payment
        count(payment.charged, of: payment)
    }

    /// Counts more of a payment on its day, or less.
    private mutating func count(_ change: Int64, of payment: Payment) {
        guard change != 0, let key = payment.day else { return }
        guard var day = days[key] else { preconditionFailure("a payment counts on a day that is not locked") }
        if change < 0, makes(.capKept) { return }
        day.used += change
        days[key] = day
        changes.movedDays.insert(key)
    }

    /// Moves a locked payment on, with the event that tells of it. Returns it as it stands then.
    @discardableResult
    package mutating func move(
        _ payment: Payment, event: Identifier, type: String? = nil, data: [UInt8]? = nil
    ) -> Payment {
        guard let before = payments[payment.terms.id] else { preconditionFailure("a payment moves unlocked") }
        precondition(
            Transition.isLegal(from: before.standing.state, to: payment.standing.state), "an illegal transition")
        var after = payment
        after.standing.version = before.standing.version + 1
        after.standing.updatedAt = now
        payments[after.terms.id] = after
        count(after.charged - (before.day == nil ? 0 : before.charged), of: after)
        changes.movedPayments.insert(after.terms.id)
        if before.standing.held > 0 || after.standing.held > 0 { changes.movedHolds.insert(after.terms.id) }
        changes.events.append(after.event(event, type: type, from: before.standing.state, data: data))
        return after
    }

    /// Writes a place in the queue, new or another than it was.
    mutating func write(_ item: QueuedItem) {
        items[item.payment] = item
        changes.movedItems.insert(item.payment)
    }

    package mutating func add(_ refund: Refund) { changes.refunds.append(refund) }

    package mutating func add(_ topup: Topup) { changes.topups.append(topup) }

    package mutating func add(_ payout: Payout) {
        payouts[payout.source] = payout
        changes.payouts.append(payout)
    }

    package mutating func add(_ withdrawal: Withdrawal) {
        withdrawals[withdrawal.source] = withdrawal
        changes.withdrawals.append(withdrawal)
    }

    package mutating func add(_ adjustment: Adjustment) { changes.adjustments.append(adjustment) }

    package mutating func add(_ receipt: ChannelReceipt) { changes.receipts.append(receipt) }

    package mutating func add(_ back: ChannelReturn) { changes.newReturns.append(back) }

    /// Writes down how a locked return ended.
    package mutating func settle(_ back: ChannelReturn) {
        precondition(returns[back.id]?.state == .pending, "a return is settled twice or unlocked")
        returns[back.id] = back
        changes.settledReturns.append(back)
    }

    package mutating func add(_ new: NewPayer, wallet: Wallet) {
        changes.newPayers.append(new)
        changes.newWallets.append(wallet)
        payers[new.payer.id] = new.payer
        takenLogins.insert(Reach.Login(merchant: new.payer.merchant ?? .system, login: new.payer.login))
    }

    /// Whether an amount can be added to an account without leaving Int64.
    package func canAdd(_ amount: Int64, to wallet: Wallet) -> Bool {
        !wallet.balance.addingReportingOverflow(amount).overflow
    }

    /// Posts money: the legs sum to zero, wallets are locked, debited merchant accounts too.
    package mutating func post(_ posting: Identifier, for object: Identifier, _ legs: [(AccountKey, Int64)]) {
        var sum: Int64 = 0
        var number: Int64 = 0
        for (key, amount) in legs where amount != 0 {
            sum += amount
            changes.entries.append(
                Entry(
                    posting: posting, leg: number, object: object, account: key, amount: amount,
                    balanceAfter: move(key, by: amount), postedAt: now))
            number += 1
        }
        precondition(sum == 0, "a posting does not sum to zero")
    }

    /// Sets more of a locked wallet's money aside, or less. The wallet is written even where that changes nothing.
    package mutating func freeze(_ key: AccountKey, _ amount: Int64) {
        guard var wallet = wallets[key] else { preconditionFailure("a wallet is frozen unlocked") }
        wallet.held += amount
        precondition(wallet.held >= 0 && (wallet.available >= 0 || amount <= 0), "more is frozen than there is")
        wallet.version += changes.movedWallets.insert(key).inserted ? 1 : 0
        wallets[key] = wallet
    }

    /// Counts more of what is queued against a locked wallet without being set aside, or less.
    package mutating func owe(_ key: AccountKey, _ amount: Int64) {
        guard var wallet = wallets[key] else { preconditionFailure("a wallet is charged with a debt unlocked") }
        wallet.queued += amount
        precondition(wallet.queued >= 0, "more leaves the queue than went into it")
        wallet.version += changes.movedWallets.insert(key).inserted ? 1 : 0
        wallets[key] = wallet
    }

    /// Sets how far a locked wallet may fall below zero. What is deeper already may stay so.
    mutating func allow(_ line: CreditLine) {
        guard var wallet = wallets[line.wallet] else { preconditionFailure("an unlocked wallet gets a credit limit") }
        wallet.creditLimit = line.limit
        wallet.debtLimit = max(line.limit, wallet.held - wallet.balance)
        wallet.version += changes.movedWallets.insert(line.wallet).inserted ? 1 : 0
        wallets[line.wallet] = wallet
        changes.credits.append(line)
    }

    private mutating func move(_ key: AccountKey, by amount: Int64) -> Int64? {
        switch key.kind {
        case .wallet:
            guard var wallet = wallets[key] else { preconditionFailure("a wallet moves unlocked") }
            wallet.balance += amount
            precondition(wallet.isCovered || amount > 0, "a wallet is overdrawn")
            wallet.version += changes.movedWallets.insert(key).inserted ? 1 : 0
            wallets[key] = wallet
            return wallet.balance
        case .pending, .available, .reserved:
            changes.merchantTouches[key, default: 0] += amount
            guard lockedMerchants.contains(key.owner) else {
                precondition(amount > 0, "a merchant account is debited unlocked")
                return nil
            }
            let balance = (merchantBalances[key] ?? 0) + amount
            precondition(balance >= 0, "a merchant account is overdrawn")
            merchantBalances[key] = balance
            return balance
        case .world, .fees, .clearing:
            changes.systemTouches[key, default: 0] += amount
            return nil
        }
    }
}
