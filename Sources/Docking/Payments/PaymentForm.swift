import Deductions
import HTTPClient
import JSON
import Values

/// The fields of a payment that a merchant asks for.
struct PaymentForm: Sendable {
    let outTradeNo: String
    let terms: PaymentTerms
    /// How it waits for its batch window; nil: it does not.
    let queue: QueueTerms?

    /// Reads and checks every field; throws all mistakes at once. `outgoing`: what an address must be that we call.
    init(_ value: JSONValue, merchant: Identifier, outgoing: URLRules) throws(Problem) {
        var reader = try FieldReader(body: value)
        let outTradeNo = reader.required("out_trade_no", .merchantNumber)
        let payer = reader.optional("payer", .identifier)
        let amount = reader.required("amount", .amount)
        let currency = reader.required("currency", .currency)
        let mode = reader.optional("mode", .mode)
        let subject = reader.required("subject", .text(1...256))
        let notifyURL = reader.optional("notify_url", .calledAddress(outgoing))
        let returnURL = reader.optional("return_url", .webAddress)
        let client = reader.optional("client", .client)
        let scenario = reader.optional("scenario", .text(1...64))
        let holdSeconds = reader.optional("hold_seconds", .holdSeconds)
        let capturer = reader.optional("capture_by", .capturer)
        let metadata = reader.optional("metadata", .metadata)
        try reader.finish()
        guard let outTradeNo, let amount, let currency, let subject else { throw Problem(.invalidRequest) }
        self.outTradeNo = outTradeNo
        // Without a mode that holds, the words about holding are right or refused, but have no effect.
        let hold =
            mode == Mode.preauth.rawValue
            ? HoldTerms(
                seconds: holdSeconds ?? HoldTerms.usual.seconds, capturer: capturer ?? HoldTerms.usual.capturer)
            : nil
        queue = mode == Mode.batch.rawValue ? .usual(after: WallClock.now()) : nil
        terms = PaymentTerms(
            id: .system, merchant: merchant, payer: try Self.payer(payer), outTradeNo: outTradeNo,
            mode: mode.flatMap(Mode.init) ?? .realtime, requestedMode: mode, hold: hold, channel: "balance",
            money: Money(amount, currency), subject: subject,
            scenario: scenario, notifyURL: notifyURL, returnURL: returnURL, client: client, metadata: metadata,
            createdAt: Timestamp(microseconds: 0))
    }

    /// A payer that cannot be one is told like one that does not exist.
    private static func payer(_ text: String?) throws(Problem) -> Identifier? {
        guard let text else { return nil }
        guard let id = Identifier(text: text) else { throw Problem(.unknownPayer) }
        return id
    }
}

extension FieldRule where Value == String {
    /// One of the modes that this version can carry out.
    fileprivate static let mode = FieldRule { value in
        guard case .string(let text) = value else { return .refused("must be a string") }
        guard let mode = Mode(rawValue: text), mode != .hybrid else {
            let isKnown = text == "auto" || text == Mode.hybrid.rawValue
            return .refused(isKnown ? "this mode is not available yet" : "must be a mode")
        }
        return .value(text)
    }
}
