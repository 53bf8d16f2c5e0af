import Policies
import Deductions
import Values

/// Short words for the commands that tests hand in.
enum Order {
    static func charge(
        _ merchant: Identifier, _ payer: Identifier?, _ amount: Int64, no: String, content: UInt8 = 1,
        nonce: NonceClaim? = nil, hold: HoldTerms? = nil, queue: QueueTerms? = nil
    ) -> Charge {
        let terms = PaymentTerms(
            id: .system, merchant: merchant, payer: payer, outTradeNo: no, mode: .realtime, requestedMode: nil,
            hold: hold, channel: "balance", money: Money(amount, .cny), subject: "点卡", scenario: nil, notifyURL: nil,
            returnURL: nil, client: nil, metadata: Array(#"{"k":"v"}"#.utf8), createdAt: Timestamp(microseconds: 0))
        return Charge(terms: terms, queue: queue, claim: claim(merchant, .payment, no, content), nonce: nonce)
    }

    static func hold(
        _ merchant: Identifier, _ payer: Identifier?, _ amount: Int64, no: String, _ hold: HoldTerms
    ) -> Charge {
        charge(merchant, payer, amount, no: no, hold: hold)
    }

    /// Waits for the window with this number: the first ones of 1970.
    static func queued(
        _ merchant: Identifier, _ payer: Identifier?, _ amount: Int64, no: String, window: Int64 = 1,
        reserves: Bool = false, exposure: Int64? = nil, tries: Int64 = 2
    ) -> Charge {
        let queue = QueueTerms(
            window: self.window(window), reserves: reserves, exposureMinor: exposure, tries: tries)
        return charge(merchant, payer, amount, no: no, queue: queue)
    }

    static func window(_ number: Int64) -> Timestamp { Timestamp(microseconds: number * 1_000_000) }

    /// A payment that names nobody.
    static func order(_ merchant: Identifier, _ amount: Int64, no: String) -> Charge {
        charge(merchant, nil, amount, no: no)
    }

    static func refund(
        _ merchant: Identifier, _ payment: Identifier, _ amount: Int64?, no: String
    ) -> RefundOrder {
        RefundOrder(
            merchant: merchant, payment: payment, outRefundNo: no, amount: amount, reason: "坏了",
            claim: claim(merchant, .refund, no, 1), nonce: nil)
    }

    static func claim(
        _ merchant: Identifier, _ kind: Claim.Kind, _ key: String, _ content: UInt8, keepsRefusals: Bool = true
    ) -> Claim {
        Claim(
            merchant: merchant, kind: kind, key: Array(key.utf8), digest: Array(repeating: content, count: 32),
            keepsRefusals: keepsRefusals)
    }
}

extension Verdict {
    var payment: Payment? {
        if case .answered(.payment(let payment), _) = self { payment } else { nil }
    }

    var refund: Refund? {
        if case .answered(.refund(let refund), _) = self { refund } else { nil }
    }

    var refusal: Refusal? {
        if case .answered(.refused(let refusal), _) = self { refusal } else { nil }
    }

    var window: WindowTally? {
        if case .answered(.window(let tally), _) = self { tally } else { nil }
    }

    var payout: Payout? {
        if case .answered(.payout(let payout), _) = self { payout } else { nil }
    }

    var withdrawal: Withdrawal? {
        if case .answered(.withdrawal(let withdrawal), _) = self { withdrawal } else { nil }
    }

    var isReplay: Bool {
        if case .answered(_, replayed: true) = self { true } else { false }
    }
}
