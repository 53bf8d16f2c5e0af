import Deductions
import MariaDB
import Merchants
import Policies
import Threading
import Values

/// Takes orders: each becomes a payment that waits for its payer, and the same order again is the same payment.
struct EpayOrderDesk: Sendable {
    let office: EpayOffice

    /// Takes the order of a call; `tell` gets the payment's number, on a thread that may wait.
    func take(
        _ caller: EpayCaller, _ call: Call, for browser: EpayOrderForm.Browser,
        tell: @escaping @Sendable (Result<Identifier, EpayRefusal>) -> Void
    ) throws(EpayRefusal) {
        let form = try EpayOrderForm(
            caller.parameters, for: browser, outgoing: office.outgoing, settings: caller.merchant.settings)
        let charge = form.charge(for: caller, from: call.request.remoteAddress)
        try check(charge, caller, call)
        office.desk.submit(charge, under: caller.merchant.version, call.request.deadline) { verdict, _ in
            office.waiting.run {
                tell(Result { () throws(EpayRefusal) in try payment(charge, verdict, call) })
            }
        }
    }

    /// What is more than the merchant lets be paid at once makes no order, so that its number stays free. One that is
    /// there already was small enough when it was made.
    private func check(_ charge: Charge, _ caller: EpayCaller, _ call: Call) throws(EpayRefusal) {
        guard charge.objection == .limitExceeded,
            let cap = caller.policies.version(at: WallClock.now()).policy.largestPayment
        else { return }
        let earlier = try office.reading(call) { () throws(DatabaseFailure) in
            try office.records.payment(
                outTradeNo: charge.terms.outTradeNo, of: charge.merchant, call.request.deadline)
        }
        guard earlier != nil else { throw .aboveCap(cap) }
    }

    /// The payment of an order, if it can still be paid.
    private func payment(_ charge: Charge, _ verdict: Verdict, _ call: Call) throws(EpayRefusal) -> Identifier {
        let isSame: Bool
        switch verdict {
        case .answered(.payment(let payment), replayed: false): return payment.terms.id
        case .answered(.payment, replayed: true): isSame = true
        case .answered(.refused(.idempotencyMismatch), _): isSame = false
        default: throw EpayRefusal(verdict)
        }
        // The first answer is of the past: what counts is where the payment stands now.
        let number = charge.terms.outTradeNo
        let found = try office.reading(call) { () throws(DatabaseFailure) in
            try office.records.payment(outTradeNo: number, of: charge.merchant, call.request.deadline)
        }
        guard let payment = found else { throw .unavailable }
        guard EpayStatus(payment) == .unpaid else { throw .alreadyPaid(outTradeNo: number) }
        guard isSame else { throw .otherTerms(outTradeNo: number) }
        if let docking = charge.terms.docking, docking != payment.terms.docking {
            try office.reading(call) { () throws(DatabaseFailure) in
                try office.records.redock(payment.terms.id, docking, call.request.deadline)
            }
        }
        return payment.terms.id
    }
}
