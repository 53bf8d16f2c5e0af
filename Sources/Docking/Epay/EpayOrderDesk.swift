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
        _ call: Call, at door: EpayOrderForm.Door, tell: @escaping @Sendable (Result<Identifier, EpayRefusal>) -> Void
    ) {
        office.submit(call) { () throws(EpayRefusal) in
            let caller = try office.caller(call, takesKey: false)
            let form = try EpayOrderForm(caller.parameters, at: door, outgoing: office.outgoing)
            let charge = form.charge(
                for: caller.merchant.id, policy: caller.policies.version(at: WallClock.now()),
                from: call.request.remoteAddress)
            return (charge, caller.merchant.version, charge)
        } tell: { result in
            tell(
                result.flatMap { decided in
                    Result { () throws(EpayRefusal) in try payment(decided.subject, decided.verdict, call) }
                })
        }
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
        return payment.terms.id
    }
}
