import Channels
import Deductions
import Ledger
import Values

/// The same rules once more, without lanes, locks, keys or failures: one command after the other.
struct SequentialModel {
    /// What a command should have come to.
    enum Expectation: Equatable {
        case payment(PaymentState, captured: Int64, DeclineCode?)
        case refund(Int64)
        case topup(Int64)
        case payer
        case receipt(surplus: Int64)
        case report
        case refused(Refusal)
    }

    private struct Sale {
        let merchant: Identifier
        let money: Money
        var payer: Identifier?
        var captured: Int64
        var isOver = false
        var isByChannel = false
        var refunded: Int64 = 0
    }

    private let cast: Cast
    private(set) var balances: [AccountKey: Int64]
    private var sales: [Identifier: Sale] = [:]
    private var logins: Set<String> = []

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

    mutating func run(_ command: any Command, _ id: Identifier) -> Expectation {
        switch command {
        case let charge as Charge: run(charge.terms, id)
        case let refund as RefundOrder: run(refund)
        case let topup as TopupOrder: run(topup)
        case let topup as OperatorTopup: run(topup)
        case let consent as Consent: run(consent)
        case let arrival as Arrival: run(arrival, id)
        case let expiry as Expiry: run(expiry)
        case let report as ReturnReport: run(report)
        case let payer as PayerOrder: logins.insert(payer.login).inserted ? .payer : .refused(.loginTaken)
        default: preconditionFailure("a command the model does not know")
        }
    }

    private func wallet(_ payer: Identifier) -> AccountKey { AccountKey(payer, .wallet, .cny) }

    private mutating func run(_ terms: PaymentTerms, _ id: Identifier) -> Expectation {
        var captured: Int64 = 0
        var expectation = Expectation.payment(.pending, captured: 0, nil)
        if let payer = terms.payer {
            let own = payer == cast.foreign ? cast.merchants[1] : cast.merchants[0]
            if payer == Identifier(9) || (payer != cast.platform && own != terms.merchant) {
                return .refused(.unknownPayer)
            }
            if payer == cast.blocked {
                expectation = .payment(.declined, captured: 0, .payerBlocked)
            } else if payer != cast.platform {
                if terms.money.currency != .cny {
                    expectation = .payment(.declined, captured: 0, .currencyNotHeld)
                } else if balances[wallet(payer), default: 0] < terms.money.minor {
                    expectation = .payment(.declined, captured: 0, .insufficientFunds)
                } else {
                    captured = terms.money.minor
                    balances[wallet(payer), default: 0] -= captured
                    balances[AccountKey(terms.merchant, .pending, .cny), default: 0] += captured
                    expectation = .payment(.captured, captured: captured, nil)
                }
            }
        }
        sales[id] = Sale(
            merchant: terms.merchant, money: terms.money, payer: terms.payer, captured: captured,
            isOver: expectation != .payment(.pending, captured: 0, nil))
        return expectation
    }

    /// Only those that had an effect are part of the history.
    private mutating func run(_ consent: Consent) -> Expectation {
        guard var sale = sales[consent.payment], sale.captured == 0, !sale.isOver, sale.merchant == consent.merchant,
            sale.money.currency == .cny, balances[wallet(consent.payer), default: 0] >= sale.money.minor,
            may(consent.payer, pay: sale)
        else { return .refused(.stateConflict) }
        balances[wallet(consent.payer), default: 0] -= sale.money.minor
        balances[AccountKey(sale.merchant, .pending, .cny), default: 0] += sale.money.minor
        sale.captured = sale.money.minor
        sale.isOver = true
        sale.payer = consent.payer
        sales[consent.payment] = sale
        return .payment(.captured, captured: sale.captured, nil)
    }

    private mutating func run(_ arrival: Arrival, _ id: Identifier) -> Expectation {
        guard var sale = sales[arrival.payment] else { return .refused(.notFound) }
        let takes = !sale.isOver && arrival.amount >= sale.money.minor
        let surplus = takes ? arrival.amount - sale.money.minor : arrival.amount
        if takes {
            balances[AccountKey(sale.merchant, .pending, sale.money.currency), default: 0] += sale.money.minor
            sale.captured = sale.money.minor
            sale.isOver = true
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
        sales[expiry.payment]?.isOver = true
        return .payment(.expired, captured: 0, nil)
    }

    /// Only those that had an effect are part of the history; success moves nothing that is kept here.
    private mutating func run(_ report: ReturnReport) -> Expectation {
        guard !report.hasSucceeded, let back = returns[report.id], back.cause == .refund else { return .report }
        balances[AccountKey(report.merchant, .pending, back.money.currency), default: 0] += back.money.minor
        sales[report.payment]?.refunded -= back.money.minor
        return .report
    }

    private func may(_ payer: Identifier, pay sale: Sale) -> Bool {
        if let named = sale.payer { return named == payer }
        let own = payer == cast.foreign ? cast.merchants[1] : cast.merchants[0]
        return payer != cast.blocked && (payer == cast.platform || own == sale.merchant)
    }

    private mutating func run(_ refund: RefundOrder) -> Expectation {
        guard var sale = sales[refund.payment], sale.captured > 0 else { return .refused(.stateConflict) }
        let left = sale.captured - sale.refunded
        let amount = refund.amount ?? left
        guard amount > 0, amount <= left else { return .refused(.amountExceeded) }
        let pending = AccountKey(sale.merchant, .pending, sale.money.currency)
        let available = AccountKey(sale.merchant, .available, sale.money.currency)
        let first = min(amount, balances[pending, default: 0])
        guard amount - first <= balances[available, default: 0] else { return .refused(.insufficientFunds) }
        balances[pending, default: 0] -= first
        balances[available, default: 0] -= amount - first
        if !sale.isByChannel, let payer = sale.payer { balances[wallet(payer), default: 0] += amount }
        sale.refunded += amount
        sales[refund.payment] = sale
        return .refund(amount)
    }

    private mutating func run(_ topup: TopupOrder) -> Expectation {
        guard topup.payer != cast.foreign else { return .refused(.notFound) }
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
