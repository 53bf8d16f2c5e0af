import Deductions
import Ledger
import Values

/// Payments that wait for a window.
extension SequentialModel {
    func exceedsExposure(_ sale: Sale, _ queue: QueueTerms, of payer: Identifier) -> Bool {
        guard !queue.reserves, let exposure = queue.exposureMinor else { return false }
        return owed[wallet(payer), default: 0] + sale.money.minor > exposure
    }

    mutating func enqueue(_ sale: inout Sale, _ queue: QueueTerms, of payer: Identifier) {
        let amount = sale.money.minor
        sale.payer = payer
        sale.state = .queued
        if queue.reserves {
            held[wallet(payer), default: 0] += amount
            sale.held = amount
        } else {
            owed[wallet(payer), default: 0] += amount
            sale.isOwed = true
        }
    }

    /// Whatever was kept for a queued payment is free again.
    private mutating func unqueue(_ sale: inout Sale, _ payer: Identifier, _ state: PaymentState) {
        if sale.isOwed { owed[wallet(payer), default: 0] -= sale.money.minor }
        held[wallet(payer), default: 0] -= sale.held
        sale.isOwed = false
        sale.held = 0
        sale.state = state
    }

    private mutating func charge(_ sale: inout Sale, _ payer: Identifier) {
        unqueue(&sale, payer, .captured)
        balances[wallet(payer), default: 0] -= sale.money.minor
        earn(&sale, sale.money.minor)
    }

    private func canPay(_ sale: Sale, _ payer: Identifier) -> Bool {
        sale.held > 0 || available(payer) >= sale.money.minor
    }

    mutating func run(_ order: any QueueOrder, _ found: Expectation?) -> Expectation {
        guard var sale = sales[order.payment], sale.merchant == order.merchant else { return .refused(.notFound) }
        // Who came to pay may have come after the order had looked for a payer. Both are right.
        if !sale.isNamed, found == .refused(.stateConflict) { return .refused(.stateConflict) }
        guard sale.state == .queued, let payer = sale.payer else { return .refused(.stateConflict) }
        if order is CancelOrder {
            unqueue(&sale, payer, .voided)
        } else {
            guard canPay(sale, payer) else { return .refused(.insufficientFunds) }
            charge(&sale, payer)
        }
        sales[order.payment] = sale
        return sale.standing
    }

    /// At its window, a payment is charged only if its payer can pay it.
    mutating func post(_ payment: Identifier, at now: Timestamp) -> Expectation {
        guard var sale = sales[payment], sale.state == .queued, let payer = sale.payer, canPay(sale, payer) else {
            return .refused(.stateConflict)
        }
        lookForOverdue(of: payer, at: now)
        charge(&sale, payer)
        sales[payment] = sale
        return sale.standing
    }

    /// At its last window, a payment is declined only if its payer cannot pay it.
    mutating func drop(_ payment: Identifier, at now: Timestamp) -> Expectation {
        guard var sale = sales[payment], sale.state == .queued, let payer = sale.payer, !canPay(sale, payer) else {
            return .refused(.stateConflict)
        }
        lookForOverdue(of: payer, at: now)
        unqueue(&sale, payer, .declined)
        sales[payment] = sale
        return .payment(.declined, captured: 0, .insufficientFunds)
    }
}

extension QueueTerms {
    /// Terms of which nothing but this is known any more.
    static func shown(reserves: Bool) -> QueueTerms {
        QueueTerms(window: Timestamp(microseconds: 0), reserves: reserves, exposureMinor: nil, tries: 1)
    }
}
