import Deductions
import JSON
import MariaDB
import Merchants
import Policies
import Threading
import Values

/// Takes or lets go of what orders hold (status 4).
///
/// The protocol gives such calls no number. None is needed: what they do can happen once to an order, and one that is
/// sent again finds the order as it left it.
struct EpayHoldDesk: Sendable {
    let office: EpayOffice

    /// `capture`: takes all that is held, or `money` of it and lets go of the rest.
    func capture(
        _ caller: EpayCaller, _ call: Call, tell: @escaping @Sendable (Result<EpayAnswer, EpayRefusal>) -> Void
    ) throws(EpayRefusal) {
        let held = try office.order(caller, call)
        let isWhole = caller.parameters.bytes(EpayRefusal.Field.money.rawValue).isEmpty
        let amount = isWhole ? nil : try EpayOrderForm.money(of: caller.parameters).minor
        let order = CaptureOrder(
            merchant: caller.merchant.id, payment: held.terms.id, amount: amount, isFinal: true,
            caps: DayCaps(of: caller.merchant, by: caller.policies.version(at: WallClock.now())), claim: nil, nonce: nil
        )
        decide(order, held, caller, call, words: "预授权扣款成功", tell) { payment in
            payment.standing.state == .captured && payment.standing.captured == amount ?? payment.amount
        }
    }

    /// `void`: lets go of all that is held.
    func void(
        _ caller: EpayCaller, _ call: Call, tell: @escaping @Sendable (Result<EpayAnswer, EpayRefusal>) -> Void
    ) throws(EpayRefusal) {
        let held = try office.order(caller, call)
        let order = VoidOrder(merchant: caller.merchant.id, payment: held.terms.id, claim: nil, nonce: nil)
        decide(order, held, caller, call, words: "预授权撤销成功", tell) { $0.standing.state == .voided }
    }

    /// `isDone`: whether this is what the order looks like afterwards.
    private func decide(
        _ order: any HoldOrder, _ held: Payment, _ caller: EpayCaller, _ call: Call, words: String,
        _ tell: @escaping @Sendable (Result<EpayAnswer, EpayRefusal>) -> Void,
        isDone: @escaping @Sendable (Payment) -> Bool
    ) {
        // Only what was held can have been captured by such a call before.
        let wasHeld = held.terms.hold != nil
        if wasHeld, isDone(held) { return tell(.success(Self.answer(held, words))) }
        office.desk.submit(order, under: caller.merchant.version, call.request.deadline) { verdict, _ in
            office.waiting.run {
                tell(
                    Result { () throws(EpayRefusal) in
                        if case .answered(.payment(let payment), _) = verdict { return Self.answer(payment, words) }
                        guard case .answered(.refused(let refusal), _) = verdict else { throw EpayRefusal(verdict) }
                        // The same call may have come twice at once.
                        if refusal == .stateConflict, wasHeld {
                            let now = try office.order(caller, call)
                            if isDone(now) { return Self.answer(now, words) }
                        }
                        throw Self.told(refusal, verdict)
                    })
            }
        }
    }

    private static func told(_ refusal: Refusal, _ verdict: Verdict) -> EpayRefusal {
        switch refusal {
        case .stateConflict: .notHeld
        case .holdExpired: .holdOver
        case .insufficientFunds: .refusedAmount
        default: EpayRefusal(verdict)
        }
    }

    private static func answer(_ payment: Payment, _ words: String) -> EpayAnswer {
        EpayAnswer(
            isOfMoney: true,
            fields: [
                ("trade_no", .string(payment.terms.id.decimal)), ("out_trade_no", .string(payment.terms.outTradeNo)),
                ("money", .string(EpayMoney.text(fen: payment.standing.captured))),
                ("status", .integer(Int64(EpayStatus(payment).rawValue))), ("msg", .string(words)),
            ])
    }
}
