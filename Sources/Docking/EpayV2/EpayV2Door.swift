import Deductions
import JSON
import Values

/// Answers at the doors of epay V2, by their names: `pay/submit`, `pay/create`, and what else shops ask for.
struct EpayV2Door: Sendable {
    let office: EpayOffice

    func answer(_ call: Call, _ name: String, tell: @escaping @Sendable (Result<Response, Problem>) -> Void) {
        guard name != "pay/submit" else { return EpaySubmission(office: office, door: .v2).answer(call, tell: tell) }
        let refused = { @Sendable (refusal: EpayRefusal) in EpayAnswer.refused(refusal) }
        guard let platform = office.platform else { return office.refuse(.withoutPlatformKey, call, refused, tell) }
        let act = EpayAct(v2: name)
        guard act != nil || name == "pay/create" else { return office.refuse(.unknownAct, call, refused, tell) }
        office.serve(call, at: .v2, refused: refused) { caller, finish throws(EpayRefusal) in
            let signed = { @Sendable (result: Result<EpayAnswer, EpayRefusal>) in
                finish(result.map { $0.response(signedBy: platform, at: WallClock.now()) })
            }
            if let act { return try EpayActDesk(office: office).perform(act, caller, call, tell: signed) }
            try EpayOrderDesk(office: office).take(caller, call, for: .named) { result in
                signed(result.map { Self.created($0, payURL: office.cashier.url(of: $0)) })
            }
        } tell: {
            tell($0)
        }
    }

    /// Whatever way of paying a shop asks for, its payer goes to the cashier.
    private static func created(_ order: Identifier, payURL: String) -> EpayAnswer {
        EpayAnswer(fields: [
            ("trade_no", .string(order.decimal)), ("pay_type", .string("jump")), ("pay_info", .string(payURL)),
        ])
    }
}
