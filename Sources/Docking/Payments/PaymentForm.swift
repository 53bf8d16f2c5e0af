import Deductions
import HTTPClient
import JSON
import Merchants
import Policies
import Values

/// The fields of a payment that a merchant asks for.
struct PaymentForm: Sendable {
    let outTradeNo: String
    let terms: PaymentTerms
    /// What the merchant's policy makes of it.
    let plan: ChargePlan

    /// Reads and checks every field; throws all mistakes at once. `outgoing`: what an address must be that we call;
    /// `fullnessPercent`: how busy the engine is.
    init(
        _ value: JSONValue, merchant: Merchant, policy: PolicyVersion, outgoing: URLRules, fullnessPercent: Int64
    ) throws(Problem) {
        let settings = merchant.settings
        var reader = try FieldReader(body: value)
        let outTradeNo = reader.required("out_trade_no", .merchantNumber)
        let payer = reader.optional("payer", .identifier)
        let amount = reader.required("amount", .amount)
        let currency = reader.required("currency", .currency)
        let mode = reader.optional("mode", .mode)
        let subject = reader.required("subject", .text(1...256))
        let notifyURL = reader.optional("notify_url", .calledAddress(outgoing).atHosts(settings.notifyHosts))
        let returnURL = reader.optional("return_url", .webAddress.atHosts(settings.returnHosts))
        let client = reader.optional("client", .client)
        let scenario = reader.optional("scenario", .text(1...64))
        let holdSeconds = reader.optional("hold_seconds", .holdSeconds)
        let capturer = reader.optional("capture_by", .capturer)
        let metadata = reader.optional("metadata", .metadata)
        try reader.finish()
        guard let outTradeNo, let amount, let currency, let subject else { throw Problem(.invalidRequest) }
        self.outTradeNo = outTradeNo
        let money = Money(amount, currency)
        plan = ChargePlan(
            policy, money, scenario: scenario, asked: mode.flatMap(Mode.init), hold: (holdSeconds, capturer),
            fullnessPercent: fullnessPercent, at: WallClock.now())
        terms = PaymentTerms(
            id: .system, merchant: merchant.id, payer: try Self.payer(payer), outTradeNo: outTradeNo,
            mode: plan.decision.mode, requestedMode: mode, hold: plan.decision.hold, policy: plan.decision.terms,
            channel: "balance", money: money, subject: subject,
            scenario: scenario, notifyURL: notifyURL, returnURL: returnURL, client: client, metadata: metadata,
            createdAt: Timestamp(microseconds: 0))
    }

    func charge(claim: Claim, nonce: NonceClaim?) -> Charge {
        Charge(
            terms: terms, queue: plan.queue, relief: plan.relief, objection: plan.objection, claim: claim, nonce: nonce)
    }

    /// A payer that cannot be one is told like one that does not exist.
    private static func payer(_ text: String?) throws(Problem) -> Identifier? {
        guard let text else { return nil }
        guard let id = Identifier(text: text) else { throw Problem(.unknownPayer) }
        return id
    }
}

extension FieldRule where Value == String {
    /// One of the modes that this version can carry out, or `auto`: as the policy decides.
    fileprivate static let mode = FieldRule { value in
        guard case .string(let text) = value else { return .refused("must be a string") }
        if text == Mode.hybrid.rawValue { return .refused("this mode is not available yet") }
        guard text == "auto" || Mode(rawValue: text) != nil else { return .refused("must be a mode") }
        return .value(text)
    }
}
