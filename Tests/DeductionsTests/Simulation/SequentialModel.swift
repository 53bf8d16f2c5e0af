import Policies
import Channels
import Deductions
import Ledger
import Values

/// The same rules once more, without lanes, locks, keys or failures: one command after the other.
struct SequentialModel {
    /// What a command should have come to.
    enum Expectation: Equatable {
        case payment(PaymentState, held: Int64 = 0, captured: Int64, until: Timestamp? = nil, DeclineCode?)
        case refund(Int64)
        case topup(Int64)
        case payer
        case receipt(surplus: Int64)
        case adjustment([Money])
        case report
        case payout(Int64, carry: Int64)
        case withdrawal(Int64)
        case refused(Refusal)
    }

    struct Sale {
        let merchant: Identifier
        let money: Money
        let hold: HoldTerms?
        let policy: PolicyTerms?
        let isNamed: Bool
        /// Whether nothing is set aside while it is queued.
        var isOwed = false
        var payer: Identifier?
        var state = PaymentState.pending
        var held: Int64 = 0
        var captured: Int64 = 0
        var endsAt: Timestamp?
        var isByChannel = false
        var refunded: Int64 = 0
        var fee: Int64 = 0
        /// What increments and the last capture added to the amount.
        var added: Int64 = 0

        var isOver: Bool { state != .pending }
        var standing: Expectation { .payment(state, held: held, captured: captured, until: endsAt, nil) }
    }

    let cast: Cast
    var balances: [AccountKey: Int64]
    /// What wallets hold back.
    var held: [AccountKey: Int64] = [:]
    /// What payers owe to windows without money set aside.
    var owed: [AccountKey: Int64] = [:]
    var sales: [Identifier: Sale] = [:]
    /// Sales that are held.
    var open: Set<Identifier> = []
    /// What no decision shows.
    var complaints: [String] = []
    /// What refunds brought back of fees.
    private var feesReturned: [Identifier: Int64] = [:]
    private var logins: Set<String> = []
    /// The day of the last payout, how far it counted and what it left over.
    var paidOut: [AccountKey: (day: CivilDate, seq: Int64, carry: Int64)] = [:]
    var withdrawn: [AccountKey: CivilDate] = [:]

    /// What was stored of receipts: who had no payer when its rows were looked up is sent its surplus back, even if
    /// one has come since. Both are right.
    private let receipts: [Identifier: ChannelReceipt]
    private let returns: [Identifier: ChannelReturn]

    init(
        cast: Cast, balances: [AccountKey: Int64], receipts: [Identifier: ChannelReceipt],
        returns: [Identifier: ChannelReturn]
    ) {
        self.receipts = receipts
        self.returns = returns
        self.cast = cast
        self.balances = balances
    }

    /// `now` is the time by which it was decided, `found` what came of it.
    mutating func run(_ doing: Doing, at now: Timestamp, _ found: Expectation?) -> Expectation {
        switch doing.deed {
        case .end(let payment): return end(payment, at: now)
        case .post(let payment): return post(payment, at: now)
        case .drop(let payment): return drop(payment, at: now)
        case .command(let command):
            lookForOverdue(command, at: now)
            if let order = command as? any HoldOrder { return run(order, at: now, found) }
            if let order = command as? any QueueOrder { return run(order, found) }
            return run(command, doing.object, at: now)
        }
    }

    private mutating func run(_ command: any Command, _ id: Identifier, at now: Timestamp) -> Expectation {
        switch command {
        case let charge as Charge: run(charge, id, at: now)
        case let refund as RefundOrder: run(refund, id)
        case let topup as TopupOrder: run(topup)
        case let topup as OperatorTopup: run(topup)
        case let consent as Consent: run(consent, at: now)
        case let arrival as Arrival: run(arrival, id)
        case let expiry as Expiry: run(expiry)
        case let close as CloseOrder: run(close)
        case let report as ReturnReport: run(report)
        case let payout as PayoutOrder: run(payout)
        case let withdrawal as WithdrawalOrder: run(withdrawal)
        case let adjustment as AdjustmentOrder: .adjustment(adjustment.amounts)
        case let payer as PayerOrder: logins.insert(payer.login).inserted ? .payer : .refused(.loginTaken)
        default: preconditionFailure("a command the model does not know")
        }
    }

    /// Captured money comes to the merchant, but for the fee.
    mutating func earn(_ sale: inout Sale, _ amount: Int64) {
        let fee = sale.policy?.fees.fee(ofCapturing: amount, after: sale.captured) ?? 0
        balances[AccountKey(sale.merchant, .pending, sale.money.currency), default: 0] += amount - fee
        sale.captured += amount
        sale.fee += fee
    }

    func wallet(_ payer: Identifier) -> AccountKey { AccountKey(payer, .wallet, .cny) }

    private mutating func run(_ charge: Charge, _ id: Identifier, at now: Timestamp) -> Expectation {
        let terms = charge.terms
        var sale = Sale(
            merchant: terms.merchant, money: terms.money, hold: terms.hold, policy: terms.policy,
            isNamed: terms.payer != nil, payer: terms.payer)
        var declined = charge.objection
        if let payer = terms.payer {
            let own = payer == cast.foreign ? cast.merchants[1] : cast.merchants[0]
            if payer == Identifier(9) || (payer != cast.platform && own != terms.merchant) {
                return .refused(.unknownPayer)
            }
            if declined != nil {
                // Whoever it is, the policy has something against it.
            } else if payer == cast.blocked {
                declined = .payerBlocked
            } else if payer != cast.platform {
                if terms.money.currency != .cny {
                    declined = .currencyNotHeld
                } else if payer == cast.frozen {
                    declined = .payerBlocked
                } else if available(payer) < terms.money.minor {
                    declined = .insufficientFunds
                } else if let queue = charge.queue {
                    declined = enqueue(&sale, queue, of: payer)
                } else {
                    take(&sale, id, from: payer, at: now)
                }
            }
        }
        if declined != nil { sale.state = .declined }
        sales[id] = sale
        return declined.map { .payment(.declined, captured: 0, $0) } ?? sale.standing
    }

    /// Only those that had an effect are part of the history.
    private mutating func run(_ consent: Consent, at now: Timestamp) -> Expectation {
        guard var sale = sales[consent.payment], !sale.isOver, sale.merchant == consent.merchant,
            sale.money.currency == .cny, available(consent.payer) >= sale.money.minor,
            may(consent.payer, pay: sale)
        else { return .refused(.stateConflict) }
        if let queue = consent.queue {
            _ = enqueue(&sale, queue, of: consent.payer)
        } else {
            take(&sale, consent.payment, from: consent.payer, at: now)
        }
        sales[consent.payment] = sale
        return sale.standing
    }

    private mutating func run(_ arrival: Arrival, _ id: Identifier) -> Expectation {
        guard var sale = sales[arrival.payment] else { return .refused(.notFound) }
        let takes = !sale.isOver && arrival.amount >= sale.money.minor
        let surplus = takes ? arrival.amount - sale.money.minor : arrival.amount
        if takes {
            earn(&sale, sale.money.minor)
            sale.state = .captured
            sale.isByChannel = true
            sales[arrival.payment] = sale
        }
        if receipts[id]?.ending == .credited, let payer = sale.payer, sale.money.currency == .cny {
            balances[wallet(payer), default: 0] += surplus
        }
        return .receipt(surplus: surplus)
    }

    /// Only those that had an effect are part of the history.
    private mutating func run(_ expiry: Expiry) -> Expectation {
        guard sales[expiry.payment]?.isOver == false else { return .refused(.stateConflict) }
        sales[expiry.payment]?.state = .expired
        return .payment(.expired, captured: 0, nil)
    }

    /// Likewise.
    private mutating func run(_ close: CloseOrder) -> Expectation {
        guard sales[close.payment]?.isOver == false else { return .refused(.stateConflict) }
        sales[close.payment]?.state = .voided
        return .payment(.voided, captured: 0, nil)
    }

    /// Only those that had an effect are part of the history; success moves nothing that is kept here.
    private mutating func run(_ report: ReturnReport) -> Expectation {
        guard !report.hasSucceeded, let back = returns[report.id], back.cause == .refund else { return .report }
        let fee = feesReturned[report.id, default: 0]
        balances[AccountKey(report.merchant, .pending, back.money.currency), default: 0] += back.money.minor - fee
        sales[report.payment]?.refunded -= back.money.minor
        sales[report.payment]?.fee += fee
        return .report
    }

    private func may(_ payer: Identifier, pay sale: Sale) -> Bool {
        if let named = sale.payer { return named == payer }
        let own = payer == cast.foreign ? cast.merchants[1] : cast.merchants[0]
        return payer != cast.blocked && payer != cast.frozen && (payer == cast.platform || own == sale.merchant)
    }

    private mutating func run(_ refund: RefundOrder, _ id: Identifier) -> Expectation {
        guard var sale = sales[refund.payment], sale.state == .captured else { return .refused(.stateConflict) }
        let left = sale.captured - sale.refunded
        let amount = refund.amount ?? left
        guard amount > 0, amount <= left else { return .refused(.amountExceeded) }
        let pending = AccountKey(sale.merchant, .pending, sale.money.currency)
        let available = AccountKey(sale.merchant, .available, sale.money.currency)
        let fee = sale.policy?.fees.returned(of: sale.fee, refunding: amount, of: left) ?? 0
        let first = min(amount - fee, balances[pending, default: 0])
        guard amount - fee - first <= balances[available, default: 0] else { return .refused(.insufficientFunds) }
        balances[pending, default: 0] -= first
        balances[available, default: 0] -= amount - fee - first
        feesReturned[id] = fee
        sale.fee -= fee
        if !sale.isByChannel, let payer = sale.payer { balances[wallet(payer), default: 0] += amount }
        sale.refunded += amount
        sales[refund.payment] = sale
        return .refund(amount)
    }

    private mutating func run(_ topup: TopupOrder) -> Expectation {
        guard topup.payer != cast.foreign else { return .refused(.notFound) }
        guard topup.payer != cast.frozen else { return .refused(.stateConflict) }
        let available = AccountKey(topup.merchant, .available, .cny)
        guard balances[available, default: 0] >= topup.money.minor else { return .refused(.insufficientFunds) }
        balances[available, default: 0] -= topup.money.minor
        balances[wallet(topup.payer), default: 0] += topup.money.minor
        return .topup(topup.money.minor)
    }

    private mutating func run(_ topup: OperatorTopup) -> Expectation {
        balances[topup.target, default: 0] += topup.amount
        return .topup(topup.amount)
    }
}
