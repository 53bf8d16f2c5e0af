import Deductions
import Ledger
import Policies
import Threading
import Values

/// Clients that do everything that moves money, all at once, over a few wallets.
struct AuditCrowd: Sendable {
    let merchant: Identifier
    let payers: [Identifier]
    let engines: [Engine]

    /// One thing of each kind, for a payer that several of the crowd share.
    func round(_ round: Int, of number: Int) {
        let payer = payers[(number + round) % payers.count]
        let engine = engines[(number + round) % engines.count]
        let name = "c\(number)-\(round)"
        let paid = payment(payer, 9, name + "a", engine)
        if let paid { _ = engine.submit(refund(paid, 4, name + "r"), .milliseconds(20_000)) }
        let held = payment(
            payer, 20, name + "b", hold: HoldTerms(seconds: 1 + Int64(round % 2) * 1_000, capturer: .auto), engine)
        if let held {
            _ = engine.submit(
                CaptureOrder(
                    merchant: merchant, payment: held.terms.id, amount: 5, isFinal: round % 3 == 0,
                    claim: claim(name + "c"), nonce: nil), .milliseconds(20_000))
        }
        let queued = [0, 1].compactMap { place in
            payment(payer, 6, name + "q\(place)", queue: terms(reserves: place == 0), engine)
        }
        if round % 2 == 0 {
            _ = engine.submit(
                WindowCharge(
                    merchant: merchant, payer: payer, window: Self.window, payments: queued.map(\.terms.id),
                    nextWindow: nil), .milliseconds(20_000))
        }
        _ = engine.submit(
            OperatorTopup(target: AccountKey(payer, .wallet, .cny), amount: 15), .milliseconds(20_000))
    }

    private static let window = Timestamp(microseconds: 1_000_000)

    private func terms(reserves: Bool) -> QueueTerms {
        QueueTerms(window: Self.window, reserves: reserves, exposureMinor: nil, tries: 1)
    }

    private func claim(_ key: String, _ kind: Claim.Kind = .post) -> Claim {
        Claim(merchant: merchant, kind: kind, key: Array(key.utf8), digest: Array(repeating: 1, count: 32))
    }

    private func refund(_ payment: Payment, _ amount: Int64, _ no: String) -> RefundOrder {
        RefundOrder(
            merchant: merchant, payment: payment.terms.id, outRefundNo: no, amount: amount, reason: nil,
            claim: claim(no, .refund), nonce: nil)
    }

    private func payment(
        _ payer: Identifier, _ amount: Int64, _ no: String, hold: HoldTerms? = nil, queue: QueueTerms? = nil,
        _ engine: Engine
    ) -> Payment? {
        let terms = PaymentTerms(
            id: .system, merchant: merchant, payer: payer, outTradeNo: no, mode: .realtime, requestedMode: nil,
            hold: hold, channel: "balance", money: Money(amount, .cny), subject: "点卡", scenario: nil, notifyURL: nil,
            returnURL: nil, client: nil, metadata: nil, createdAt: Timestamp(microseconds: 0))
        let charge = Charge(terms: terms, queue: queue, claim: claim(no, .payment), nonce: nil)
        guard case .answered(.payment(let payment), _) = engine.submit(charge, .milliseconds(20_000)) else {
            return nil
        }
        return payment
    }
}
