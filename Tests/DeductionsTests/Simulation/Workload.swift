import Channels
import Deductions
import Ledger
import Payers
import Values

/// Makes commands by seed: charges, refunds and top-ups over a few hot accounts, repeated, altered and out of order.
struct Workload {
    private let cast: Cast
    private let tag: String
    private var random: SeededGenerator
    private(set) var issues: [Issue] = []
    private var captured: [(payment: Identifier, merchant: Identifier)] = []
    private var pending: [(payment: Identifier, merchant: Identifier)] = []
    private var returns: [(id: Identifier, payment: Identifier, merchant: Identifier)] = []

    /// `tag` keeps the keys of several workloads apart.
    init(seed: UInt64, cast: Cast, tag: String = "") {
        self.cast = cast
        self.tag = tag
        random = SeededGenerator(seed: seed ^ 0xC0FF_EE00)
    }

    /// The numbers of up to `limit` commands to hand in together.
    mutating func next(_ limit: Int) -> [Int] {
        (0..<(1 + random.below(limit))).map { _ in
            if !issues.isEmpty, random.once(in: 6) { return max(0, issues.count - 1 - random.below(30)) }
            issues.append(Issue(command: fresh()))
            return issues.count - 1
        }
    }

    mutating func record(_ verdict: Verdict, of issue: Int) {
        issues[issue].verdicts.append(verdict)
        if case .answered(.receipt(let receipt), false) = verdict, receipt.ending == .returned {
            returns.append((receipt.id, receipt.payment, receipt.merchant))
        }
        if case .answered(.receipt(let receipt), false) = verdict, receipt.surplus < receipt.money.minor {
            captured.append((receipt.payment, receipt.merchant))
        }
        if case .answered(.refund(let refund), false) = verdict, refund.state == .pending {
            returns.append((refund.id, refund.payment, refund.merchant))
        }
        guard case .answered(.payment(let payment), false) = verdict else { return }
        if payment.standing.captured > 0 { captured.append((payment.terms.id, payment.terms.merchant)) }
        if payment.standing.state == .pending { pending.append((payment.terms.id, payment.terms.merchant)) }
    }

    private mutating func fresh() -> any Command {
        switch random.below(100) {
        case ..<46: charge(key: "p\(issues.count)")
        case ..<50: altered()
        case ..<56: consent()
        case ..<61: arrival()
        case 61: expiry()
        case ..<65: report()
        case ..<80: refund()
        case ..<88: topup()
        case ..<96: OperatorTopup(target: operatorTarget(), amount: Int64(1 + random.below(500)))
        default: payer()
        }
    }

    private mutating func charge(key: String) -> Charge {
        let merchant = random.once(in: 5) ? cast.merchants[1] : cast.merchants[0]
        let payers: [Identifier?] =
            cast.rich + cast.rich + cast.rich + [
                cast.poor, cast.blocked, cast.platform, cast.foreign, nil, Identifier(9),
            ]
        let payer = payers[random.below(payers.count)]
        let currency = random.once(in: 25) ? Currency(code: "USD") ?? .cny : .cny
        let amount = Int64(1 + random.below(random.once(in: 10) ? 5000 : 60))
        let terms = PaymentTerms(
            id: .system, merchant: merchant, payer: payer, outTradeNo: tag + key, mode: .realtime,
            requestedMode: nil, channel: "balance", money: Money(amount, currency), subject: "点卡 × 1",
            scenario: nil, notifyURL: nil, returnURL: nil, client: nil, metadata: nil,
            createdAt: Timestamp(microseconds: 0))
        return Charge(
            terms: terms, claim: claim(merchant, .payment, key, amount), nonce: nonce(merchant, amount))
    }

    /// A known order number with other content.
    private mutating func altered() -> Charge { charge(key: "p\(random.below(max(1, issues.count)))") }

    /// Of one who may or one who may not, to one of the payments that were pending lately: several meet at one.
    private mutating func consent() -> Consent {
        let payers = cast.rich + [cast.platform, cast.platform, cast.poor, cast.blocked, cast.foreign, Identifier(9)]
        let payer = payers[random.below(payers.count)]
        guard !pending.isEmpty, !random.once(in: 20) else {
            return Consent(payment: Identifier(77), merchant: cast.merchants[0], payer: payer)
        }
        let (payment, merchant) = pending[max(0, pending.count - 1 - random.below(4))]
        return Consent(payment: payment, merchant: random.once(in: 20) ? cast.merchants[1] : merchant, payer: payer)
    }

    /// Of as much as is due, of more or of less, for a payment that waits or one that does no more.
    private mutating func arrival() -> any Command {
        let known = pending + captured.suffix(4)
        guard !known.isEmpty else { return consent() }
        let (payment, merchant) = known[max(0, known.count - 1 - random.below(8))]
        let number = random.once(in: 6) ? random.below(issues.count + 1) : issues.count
        let amount = Int64(1 + random.below(random.once(in: 3) ? 5000 : 60))
        return Arrival(
            payment: payment, merchant: merchant, trade: ChannelTrade(channel: "sandbox", number: "\(tag)c\(number)"),
            amount: amount, digest: digest(amount))
    }

    private mutating func expiry() -> any Command {
        guard !pending.isEmpty else { return consent() }
        let (payment, merchant) = pending[max(0, pending.count - 1 - random.below(4))]
        return Expiry(payment: payment, merchant: merchant, isClosed: !random.once(in: 4))
    }

    private mutating func report() -> any Command {
        guard !returns.isEmpty else { return arrival() }
        let (id, payment, merchant) = returns[max(0, returns.count - 1 - random.below(4))]
        return ReturnReport(id, payment: payment, merchant: merchant, hasSucceeded: !random.once(in: 3))
    }

    private mutating func refund() -> any Command {
        guard !captured.isEmpty, !random.once(in: 20) else {
            let amount = Int64(1 + random.below(10))
            return RefundOrder(
                merchant: cast.merchants[0], payment: Identifier(77), outRefundNo: "\(tag)r\(issues.count)",
                amount: amount, reason: nil,
                claim: claim(cast.merchants[0], .refund, "r\(issues.count)", amount), nonce: nil)
        }
        // Mostly the newest, so that several refunds of one payment meet.
        let (payment, merchant) = captured[max(0, captured.count - 1 - random.below(6))]
        let amount: Int64? = random.once(in: 4) ? nil : Int64(1 + random.below(30))
        return RefundOrder(
            merchant: merchant, payment: payment, outRefundNo: "\(tag)r\(issues.count)", amount: amount,
            reason: nil, claim: claim(merchant, .refund, "r\(issues.count)", amount ?? 0), nonce: nil)
    }

    private mutating func topup() -> TopupOrder {
        let amount = Int64(1 + random.below(300))
        let payer = random.once(in: 8) ? cast.foreign : cast.rich[random.below(cast.rich.count)]
        return TopupOrder(
            merchant: cast.merchants[0], payer: payer, money: Money(amount, .cny),
            claim: claim(cast.merchants[0], .post, "t\(issues.count)", amount), nonce: nil)
    }

    private mutating func operatorTarget() -> AccountKey {
        random.once(in: 3)
            ? AccountKey(cast.merchants[0], .available, .cny)
            : AccountKey(cast.rich[random.below(cast.rich.count)], .wallet, .cny)
    }

    private mutating func payer() -> PayerOrder {
        PayerOrder(
            owner: cast.merchants[0], login: "\(tag)login\(random.below(issues.count + 1))",
            pin: PIN(salt: Array(repeating: 1, count: 16), hash: Array(repeating: 2, count: 32)), currency: .cny,
            claim: claim(cast.merchants[0], .post, "y\(issues.count)", 0), nonce: nil)
    }

    private func claim(_ merchant: Identifier, _ kind: Claim.Kind, _ key: String, _ content: Int64) -> Claim {
        Claim(merchant: merchant, kind: kind, key: Array((tag + key).utf8), digest: digest(content))
    }

    /// Sometimes one that was used before, with other content.
    private mutating func nonce(_ merchant: Identifier, _ content: Int64) -> NonceClaim? {
        let number = random.once(in: 40) ? random.below(issues.count + 1) : issues.count
        return NonceClaim(merchant: merchant, nonce: Array("\(tag)n\(number)".utf8), digest: digest(content))
    }

    private func digest(_ content: Int64) -> [UInt8] {
        bytes(content) + bytes(Int64(issues.count)) + Array(repeating: 0, count: 16)
    }

    private func bytes(_ number: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
