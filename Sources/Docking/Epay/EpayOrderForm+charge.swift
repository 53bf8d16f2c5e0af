import Deductions
import JSON
import Merchants
import OpenSSL
import Policies
import Values

extension EpayOrderForm {
    /// What makes a payment of the order: of no payer yet, so that it waits at the cashier. `address` is where the
    /// request came from: the payer's browser, unless the shop's server says another one.
    func charge(for caller: EpayCaller, from address: String) -> Charge {
        let merchant = caller.merchant.id
        let policy = caller.policies.version(at: WallClock.now())
        var client = JSONWriter(capacity: 64)
        client.object { $0.field("ip", clientIP ?? address) }
        let plan = ChargePlan(
            policy, money, scenario: nil, asked: nil, hold: (nil, nil), fullnessPercent: 0, at: WallClock.now())
        let terms = PaymentTerms(
            id: .system, merchant: merchant, payer: nil, outTradeNo: outTradeNo, mode: plan.decision.mode,
            requestedMode: nil, hold: plan.decision.hold, policy: plan.decision.terms, channel: "balance", money: money,
            subject: name, scenario: nil, notifyURL: notifyURL,
            returnURL: returnURL, client: client.bytes, metadata: nil,
            docking: docking(of: caller).json, createdAt: Timestamp(microseconds: 0))
        let claim = Claim(merchant: merchant, kind: .payment, key: Array(outTradeNo.utf8), digest: digest)
        return Charge(terms: terms, objection: plan.objection, claim: claim, nonce: nil)
    }

    /// What is kept of how the order came.
    func docking(of caller: EpayCaller) -> EpayDocking {
        EpayDocking(type: type, param: param, speaks: caller.speaks, keyID: caller.proof.key.keyID)
    }

    /// What the order's number stands for. A payer who comes again may want to pay in another way, and servers take
    /// fields without meaning that differ each time: neither is among it.
    private var digest: [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.field("fen", money.minor)
            writer.field("name", name)
            writer.field("notify_url", notifyURL)
            writer.field("return_url", returnURL)
            writer.field("param", param)
        }
        return Digest.sha256(writer.bytes)
    }
}
