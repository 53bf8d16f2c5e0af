import Policies
import Deductions
import Ledger
import Values

/// Money that is held: by whom, how much, until when.
extension SequentialModel {
    func available(_ payer: Identifier) -> Int64 {
        balances[wallet(payer), default: 0] - held[wallet(payer), default: 0] + credit[wallet(payer), default: 0]
    }

    mutating func take(_ sale: inout Sale, _ id: Identifier, from payer: Identifier, at now: Timestamp) {
        sale.payer = payer
        sale.held = sale.money.minor
        held[wallet(payer), default: 0] += sale.held
        sale.state = .held
        guard let hold = sale.hold else { return pay(&sale, sale.held, releases: true) }
        sale.endsAt = Timestamp(microseconds: now.microseconds + hold.seconds * 1_000_000)
        open.insert(id)
    }

    /// From what is held to the merchant.
    private mutating func pay(_ sale: inout Sale, _ amount: Int64, releases: Bool) {
        guard let payer = sale.payer else { return }
        let freed = releases ? sale.held : amount
        held[wallet(payer), default: 0] -= freed
        sale.held -= freed
        balances[wallet(payer), default: 0] -= amount
        earn(&sale, amount)
        if sale.held == 0 { sale.state = .captured }
    }

    private mutating func letGo(_ sale: inout Sale, _ state: PaymentState) {
        guard let payer = sale.payer else { return }
        held[wallet(payer), default: 0] -= sale.held
        sale.held = 0
        sale.state = sale.captured == 0 ? state : .captured
    }

    /// Whoever decides on a wallet finds its holds ended that are past their time.
    mutating func lookForOverdue(_ command: any Command, at now: Timestamp) {
        let payer: Identifier?
        switch command {
        case let charge as Charge: payer = charge.terms.payer
        case let topup as TopupOrder: payer = topup.payer
        case let order as CreditOrder: payer = order.payer
        case let topup as OperatorTopup: payer = topup.target.kind == .wallet ? topup.target.owner : nil
        case let consent as Consent: payer = consent.payer
        // Needs no wallet.
        case is ReturnReport, is PayoutOrder, is WithdrawalOrder: payer = nil
        default:
            // Who came to pay an unnamed payment may have come after the command had looked.
            let sale = command.namedPayment.flatMap { sales[$0] }
            payer = sale?.isNamed == true ? sale?.payer : nil
        }
        lookForOverdue(of: payer, at: now)
    }

    mutating func lookForOverdue(of payer: Identifier?, at now: Timestamp) {
        guard let payer else { return }
        let overdue = open.filter { sales[$0]?.payer == payer && (sales[$0]?.endsAt).map { $0 <= now } ?? false }
        if !overdue.isEmpty { complaints.append("a hold past its time still stood when its wallet was decided on") }
    }

    mutating func end(_ payment: Identifier, at now: Timestamp) -> Expectation {
        guard var sale = sales[payment], sale.state == .held, let end = sale.endsAt, end <= now else {
            return .refused(.stateConflict)
        }
        if sale.hold?.capturer == .auto {
            pay(&sale, sale.held, releases: true)
        } else {
            letGo(&sale, .expired)
        }
        sales[payment] = sale
        open.remove(payment)
        return sale.standing
    }

    mutating func run(_ order: any HoldOrder, at now: Timestamp, _ found: Expectation?) -> Expectation {
        guard var sale = sales[order.payment], sale.merchant == order.merchant else { return .refused(.notFound) }
        // Who came to pay may have come after the order had looked for a payer. Both are right.
        if !sale.isNamed, found == .refused(.stateConflict) { return .refused(.stateConflict) }
        guard sale.state == .held, let payer = sale.payer, let end = sale.endsAt else {
            // Only what its time has ended has kept its end.
            return .refused(sale.endsAt == nil ? .stateConflict : .holdExpired)
        }
        guard now < end else { return .refused(.holdExpired) }
        if let refusal = change(&sale, by: order, payer, at: now) { return .refused(refusal) }
        if sale.state != .held {
            sale.endsAt = nil
            open.remove(order.payment)
        }
        sales[order.payment] = sale
        return sale.standing
    }

    private mutating func change(
        _ sale: inout Sale, by order: any HoldOrder, _ payer: Identifier, at now: Timestamp
    ) -> Refusal? {
        switch order {
        case let order as CaptureOrder:
            if sale.hold?.capturer == .payer { return .stateConflict }
            let amount = order.amount ?? sale.held
            let beyond = max(0, amount - sale.held)
            let share = order.isFinal ? sale.policy?.overCaptureBasisPoints ?? 0 : 0
            guard amount > 0, beyond <= (sale.money.minor + sale.added) * share / 10_000 else { return .amountExceeded }
            guard beyond == 0 || available(payer) >= beyond else { return .insufficientFunds }
            if beyond > 0, exceeds(order.caps, sale, by: beyond, on: sale.day) { return .amountExceeded }
            held[wallet(payer), default: 0] += beyond
            sale.held += beyond
            pay(&sale, amount, releases: order.isFinal)
        case let order as IncrementOrder:
            guard available(payer) >= order.amount else { return .insufficientFunds }
            if exceeds(order.caps, sale, by: order.amount, on: sale.day) { return .amountExceeded }
            sale.held += order.amount
            sale.added += order.amount
            held[wallet(payer), default: 0] += order.amount
        case let order as ExtensionOrder:
            sale.endsAt = Timestamp(microseconds: now.microseconds + order.seconds * 1_000_000)
        case is VoidOrder: letGo(&sale, .voided)
        case let order as PayerCapture:
            guard sale.hold?.capturer == .payer, order.payer == payer else { return .stateConflict }
            pay(&sale, sale.held, releases: true)
        default: preconditionFailure("an order the model does not know")
        }
        return nil
    }
}
