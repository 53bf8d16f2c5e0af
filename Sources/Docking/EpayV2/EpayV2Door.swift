import Deductions
import JSON
import Values

/// Answers at the doors of epay V2, by their names: `pay/submit`, `pay/create`, and what else shops ask for.
struct EpayV2Door: Sendable {
    let office: EpayOffice

    func answer(_ call: Call, _ name: String, tell: @escaping @Sendable (Result<Response, Problem>) -> Void) {
        guard name != "pay/submit" else { return EpaySubmission(office: office, door: .v2).answer(call, tell: tell) }
        let finish = { @Sendable (result: Result<Response, EpayRefusal>) in
            switch result {
            case .success(let response): tell(.success(response))
            case .failure(let refusal):
                office.note(refusal, call)
                tell(.success(EpayAnswer.refused(refusal)))
            }
        }
        do throws(EpayRefusal) {
            guard let platform = office.platform else { throw .withoutPlatformKey }
            let act = EpayAct(v2: name)
            guard act != nil || name == "pay/create" else { throw .unknownAct }
            let caller = try office.caller(call, at: .v2, takesKey: false)
            let signed = { @Sendable (result: Result<EpayAnswer, EpayRefusal>) in
                finish(result.map { $0.response(signedBy: platform, at: WallClock.now()) })
            }
            if let act { return try EpayActDesk(office: office).perform(act, caller, call, tell: signed) }
            try EpayOrderDesk(office: office).take(caller, call, for: .named) { result in
                signed(result.map { Self.created($0, payURL: office.cashier.url(of: $0)) })
            }
        } catch {
            finish(.failure(error))
        }
    }

    /// Whatever way of paying a shop asks for, its payer goes to the cashier.
    private static func created(_ order: Identifier, payURL: String) -> EpayAnswer {
        EpayAnswer(fields: [
            ("trade_no", .string(order.decimal)), ("pay_type", .string("jump")), ("pay_info", .string(payURL)),
        ])
    }
}
