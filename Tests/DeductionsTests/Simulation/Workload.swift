import Policies
import Channels
import Deductions
import Ledger
import Payers
import Values

/// Makes commands by seed: charges, refunds and top-ups over a few hot accounts, repeated, altered and out of order.
struct Workload {
    private let cast: Cast
    private let tag: String
    private let makesHolds: Bool
    private let makesQueues: Bool
    private let makesPayouts: Bool
    private let makesLimits: Bool
    private var random: SeededGenerator
    private(set) var issues: [Issue] = []
    private var captured: [(payment: Identifier, merchant: Identifier)] = []
    private var pending: [(payment: Identifier, merchant: Identifier)] = []
    private var held: [(payment: Identifier, merchant: Identifier, payer: Identifier)] = []
    private var queued: [(payment: Identifier, merchant: Identifier, payer: Identifier)] = []
    private var payouts: [Identifier: Payout] = [:]
    private var returns: [(id: Identifier, payment: Identifier, merchant: Identifier)] = []

    /// `tag` keeps the keys of several workloads apart. `makesPayouts`: of sums that no event brought. `makesLimits`:
    /// caps of the first merchant, each command under one of its own, and credit of its payers.
    init(
        seed: UInt64, cast: Cast, tag: String = "", makesHolds: Bool = true, makesQueues: Bool = true,
        makesPayouts: Bool = false, makesLimits: Bool = false
    ) {
        self.makesLimits = makesLimits
        self.makesPayouts = makesPayouts
        self.makesQueues = makesQueues
        self.makesHolds = makesHolds
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

    /// `version`: of the command's merchant, by which it was judged.
    mutating func record(_ verdict: Verdict, of issue: Int, under version: Int64? = nil) {
        issues[issue].verdicts.append(verdict)
        issues[issue].versions.append(version)
        if case .answered(.receipt(let receipt), false) = verdict, receipt.ending == .returned {
            returns.append((receipt.id, receipt.payment, receipt.merchant))
        }
        if case .answered(.receipt(let receipt), false) = verdict, receipt.surplus < receipt.money.minor {
            captured.append((receipt.payment, receipt.merchant))
        }
        if case .answered(.refund(let refund), false) = verdict, refund.state == .pending {
            returns.append((refund.id, refund.payment, refund.merchant))
        }
        if case .answered(.payout(let payout), _) = verdict { payouts[payout.merchant] = payout }
        guard case .answered(.payment(let payment), false) = verdict else { return }
        if payment.standing.captured > 0 { captured.append((payment.terms.id, payment.terms.merchant)) }
        if payment.standing.state == .held {
            held.append((payment.terms.id, payment.terms.merchant, payment.payer ?? .system))
        }
        if payment.standing.state == .queued {
            queued.append((payment.terms.id, payment.terms.merchant, payment.payer ?? .system))
        }
        if payment.standing.state == .pending { pending.append((payment.terms.id, payment.terms.merchant)) }
    }

    private mutating func fresh() -> any Command {
        switch random.below(100) {
        case ..<9 where makesQueues: queueCommand()
        case ..<12 where makesPayouts: payout()
        case ..<36: charge(key: "p\(issues.count)")
        case ..<40: altered()
        case ..<46: consent()
        case ..<50: arrival()
        case ..<52: expiry()
        case 54: adjustment()
        case ..<55: report()
        case ..<67: refund()
        case ..<73: topup()
        case ..<97 where makesLimits && random.once(in: 12): credit()
        case ..<97 where random.once(in: 3):
            OperatorTopup(target: operatorTarget(), amount: Int64(1 + random.below(500)))
        case ..<97: holdOrder()
        default: payer()
        }
    }

    private mutating func charge(key: String) -> Charge {
        let merchant = random.once(in: 5) ? cast.merchants[1] : cast.merchants[0]
        let payers: [Identifier?] =
            cast.rich + cast.rich + cast.rich + [
                cast.poor, cast.blocked, cast.platform, cast.foreign, cast.frozen, nil, Identifier(9),
            ]
        var payer = payers[random.below(payers.count)]
        let currency = random.once(in: 25) ? Currency(code: "USD") ?? .cny : .cny
        let hold = hold()
        let queue = hold == nil ? queue() : nil
        var amount = Int64(1 + random.below(random.once(in: 10) ? 5000 : 60))
        // What nothing is set aside for should sometimes be more than there is when its window comes.
        if queue != nil, random.once(in: 3) { (payer, amount) = (cast.poor, 1 + amount % 15) }
        let terms = PaymentTerms(
            id: .system, merchant: merchant, payer: payer, outTradeNo: tag + key, mode: .realtime,
            requestedMode: nil, hold: hold, policy: policy(), channel: "balance", money: Money(amount, currency),
            subject: "点卡 × 1",
            scenario: nil, notifyURL: nil, returnURL: nil, client: nil, metadata: nil,
            createdAt: Timestamp(microseconds: 0))
        return Charge(
            terms: terms, queue: queue, objection: random.once(in: 40) ? .limitExceeded : nil, caps: caps(merchant),
            claim: claim(merchant, .payment, key, amount), nonce: nonce(merchant, amount))
    }

    /// Of the first merchant: mostly more than is charged on a day, sometimes less.
    private mutating func caps(_ merchant: Identifier) -> DayCaps? {
        guard makesLimits, merchant == cast.merchants[0] else { return nil }
        return DayCaps([.cny: Int64(random.below(random.once(in: 3) ? 800 : 8000))], in: .china)
    }

    /// Every other payment has a fee, and may be captured beyond what is held.
    private mutating func policy() -> PolicyTerms? {
        guard random.once(in: 2) else { return nil }
        var fees = FeeRules()
        fees.basisPoints = Int64(random.below(3_000))
        fees.fixed = Int64(random.below(4))
        fees.returnsWithRefund = random.once(in: 2)
        return PolicyTerms(
            version: 1, rule: nil, fees: fees, overCaptureBasisPoints: random.once(in: 3) ? 0 : 10_000)
    }

    /// Every other payment is held; most holds are short.
    private mutating func hold() -> HoldTerms? {
        guard makesHolds, random.once(in: 2) else { return nil }
        let capturers: [HoldTerms.Capturer] = [.merchant, .merchant, .payer, .auto]
        let seconds = random.once(in: 4) ? 100_000 : Int64(1 + random.below(5))
        return HoldTerms(seconds: seconds, capturer: capturers[random.below(capturers.count)])
    }

    /// Every other payment that is not held is queued.
    private mutating func queue() -> QueueTerms? {
        guard makesQueues, random.once(in: 2) else { return nil }
        return QueueTerms(
            window: Self.window(random.below(3)), reserves: random.once(in: 2),
            exposureMinor: random.once(in: 3) ? 60 : nil, tries: Int64(1 + random.below(3)))
    }

    private static func window(_ number: Int) -> Timestamp { Timestamp(microseconds: Int64(1 + number) * 1_000_000) }

    /// What ends payments that were queued lately: mostly a window's charge of all of one payer.
    private mutating func queueCommand() -> any Command {
        let known = queued.suffix(8)
        guard !known.isEmpty else { return charge(key: "p\(issues.count)") }
        let (payment, merchant, payer) = known[known.startIndex + random.below(known.count)]
        let claim = claim(merchant, .post, "q\(issues.count)", 1)
        let nonce = nonce(merchant, 1)
        switch random.below(6) {
        case 0: return CancelOrder(merchant: merchant, payment: payment, claim: claim, nonce: nonce)
        case 1: return PromoteOrder(merchant: merchant, payment: payment, claim: claim, nonce: nonce)
        default:
            let window = random.below(4)
            return WindowCharge(
                merchant: merchant, payer: payer, window: Self.window(window),
                payments: queued.suffix(60).filter { $0.merchant == merchant && $0.payer == payer }.map(\.payment),
                nextWindow: random.once(in: 5) ? nil : Self.window(window + 1))
        }
    }

    /// Of a payment that was held lately, or sometimes of one that only waits: several meet at one.
    private mutating func holdOrder() -> any Command {
        let waiting = random.once(in: 20) ? pending.suffix(1).map { ($0.payment, $0.merchant, cast.rich[0]) } : []
        let known = held.suffix(8) + waiting
        guard !known.isEmpty else { return consent() }
        let (payment, merchant, payer) = waiting.first ?? known[known.startIndex + random.below(known.count)]
        let amount = Int64(1 + random.below(random.once(in: 8) ? 4000 : 40))
        // Sometimes under a key that was used before, with other content.
        let number = random.once(in: 20) ? random.below(issues.count + 1) : issues.count
        let claim = claim(merchant, .post, "h\(number)", amount)
        let nonce = nonce(merchant, amount)
        switch random.below(10) {
        case ..<4:
            return CaptureOrder(
                merchant: merchant, payment: payment,
                // Sometimes more than most payments hold.
                amount: random.once(in: 3) ? nil : random.once(in: 3) ? amount + 40 : amount,
                isFinal: random.once(in: 2), caps: caps(merchant), claim: claim, nonce: nonce)
        case ..<6:
            return IncrementOrder(
                merchant: merchant, payment: payment, amount: amount, caps: caps(merchant), claim: claim, nonce: nonce)
        case 6:
            return ExtensionOrder(
                merchant: merchant, payment: payment, seconds: 1 + amount % 4, claim: claim, nonce: nonce)
        case 7: return VoidOrder(merchant: merchant, payment: payment, claim: claim, nonce: nonce)
        default:
            return PayerCapture(
                merchant: merchant, payment: payment, payer: random.once(in: 5) ? cast.platform : payer)
        }
    }

    /// A known order number with other content.
    private mutating func altered() -> Charge { charge(key: "p\(random.below(max(1, issues.count)))") }

    /// Of one who may or one who may not, to one of the payments that were pending lately: several meet at one.
    private mutating func consent() -> Consent {
        let payers =
            cast.rich + [
                cast.platform, cast.platform, cast.poor, cast.blocked, cast.foreign, cast.frozen, Identifier(9),
            ]
        let payer = payers[random.below(payers.count)]
        guard !pending.isEmpty, !random.once(in: 20) else {
            return Consent(payment: Identifier(77), merchant: cast.merchants[0], payer: payer)
        }
        let (payment, merchant) = pending[max(0, pending.count - 1 - random.below(4))]
        let meant = random.once(in: 20) ? cast.merchants[1] : merchant
        return Consent(payment: payment, merchant: meant, payer: payer, queue: queue(), caps: caps(meant))
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
            amount: amount, caps: caps(merchant), digest: digest(amount))
    }

    private mutating func expiry() -> any Command {
        let known = pending.suffix(4) + held.suffix(6).map { ($0.payment, $0.merchant) }
        guard !known.isEmpty else { return consent() }
        let (payment, merchant) = known[known.startIndex + random.below(known.count)]
        if random.once(in: 3) { return CloseOrder(merchant: merchant, payment: payment) }
        return Expiry(payment: payment, merchant: merchant, isClosed: !random.once(in: 4))
    }

    private mutating func report() -> any Command {
        guard !returns.isEmpty else { return arrival() }
        let (id, payment, merchant) = returns[max(0, returns.count - 1 - random.below(4))]
        return ReturnReport(id, payment: payment, merchant: merchant, hasSucceeded: !random.once(in: 3))
    }

    /// Of a new difference or one that was settled before, the same or another way.
    private mutating func adjustment() -> AdjustmentOrder {
        let number = random.once(in: 3) ? random.below(issues.count + 1) : issues.count
        let amount = Int64(random.below(100)) * 2 - 99
        let others = random.once(in: 4) ? [Currency(code: "USD") ?? .cny] : []
        // Workloads that meet in one database have differences of their own.
        let base = Int64(tag.utf8.reduce(0) { $0 * 31 % 100_000 + Int($1) }) * 100_000
        return AdjustmentOrder(
            difference: base + Int64(number), amounts: ([.cny] + others).map { Money(amount, $0) },
            digest: digest(amount))
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
        let others = [cast.foreign, cast.frozen]
        let payer =
            random.once(in: 8) ? others[random.below(2)] : cast.rich[random.below(cast.rich.count)]
        return TopupOrder(
            merchant: cast.merchants[0], payer: payer, money: Money(amount, .cny),
            claim: claim(cast.merchants[0], .post, "t\(issues.count)", amount), nonce: nil)
    }

    /// For the day after the last one that is known, for the same again, or for a stretch that is not its turn.
    private mutating func payout() -> any Command {
        let merchant = cast.merchants[random.below(2)]
        let last = payouts[merchant]
        let day = last?.day.adding(days: Int64(random.below(3))) ?? CivilDate(daysSince1970: 20_000)
        if random.once(in: 3) { return WithdrawalOrder(merchant: merchant, currency: .cny, day: day) }
        let after = (last?.lastSeq ?? 0) + (random.once(in: 8) ? 1 : 0)
        let sum = Int64(random.below(200)) - 40
        return PayoutOrder(
            merchant: merchant, currency: .cny, day: day, after: after, through: after + 1 + Int64(random.below(3)),
            totals: PayoutTotals(lines: 1, captured: sum, pending: sum))
    }

    /// Less than is owed, sometimes.
    private mutating func credit() -> CreditOrder {
        let limit = Int64(random.once(in: 3) ? 0 : random.below(600))
        return CreditOrder(
            payer: random.once(in: 2) ? cast.poor : cast.rich[random.below(cast.rich.count)], limit: Money(limit, .cny),
            setBy: "kim",
            claim: claim(.system, .post, "c\(issues.count)", limit))
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
