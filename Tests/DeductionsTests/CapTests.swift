import Channels
import Deductions
import Ledger
import MariaDB
import Policies
import Testing
import Threading
import Values

@Suite("What may be charged on one day", .serialized)
struct CapTests {
    private let stage: EngineStage
    private let engine: Engine
    private let cast: Cast

    init() throws {
        stage = try EngineStage.shared.get()
        engine = stage.engine()
        cast = try stage.makeCast(engine, money: [100_000, 100_000])
    }

    private var merchant: Identifier { cast.merchants[0] }
    private var payer: Identifier { cast.rich[0] }

    private func run(_ command: any Command) -> Verdict { engine.submit(command, .milliseconds(20_000)) }

    private func charge(
        _ amount: Int64, _ no: String, cap: Int64?, hold: HoldTerms? = nil, queue: QueueTerms? = nil
    ) throws -> Payment {
        try #require(
            run(Order.charge(merchant, payer, amount, no: no, hold: hold, queue: queue, cap: cap)).payment)
    }

    /// Whether so much still fits under a cap, and not one more.
    private func fits(_ amount: Int64, _ no: String, cap: Int64) throws {
        let over = try charge(amount + 1, "\(no)-over", cap: cap)
        #expect(over.standing.state == .declined && over.standing.declineCode == .limitExceeded)
        #expect(over.day == nil)
        #expect(try charge(amount, "\(no)-fits", cap: cap).standing.state == .captured)
    }

    private static let hold = HoldTerms(seconds: 600, capturer: .merchant)

    private func claim(_ no: String) -> Claim { Order.claim(merchant, .post, no, 1) }

    private func capture(
        _ payment: Payment, _ amount: Int64?, _ no: String, isFinal: Bool, cap: Int64? = nil
    ) -> Verdict {
        run(
            CaptureOrder(
                merchant: merchant, payment: payment.terms.id, amount: amount, isFinal: isFinal,
                caps: Order.caps(cap), claim: claim(no), nonce: nil))
    }

    private func rows() throws -> [(used: Int64, takenOver: Int64)] {
        let session = try stage.administrator()
        defer { session.close() }
        return try session.query(
            "SELECT used, taken_over FROM merchant_day WHERE merchant_id = \(merchant.number) ORDER BY day"
        ).map { ($0.int64(0), $0.int64(1)) }
    }

    private func finish() throws {
        #expect(try stage.brokenInvariants() == [])
        engine.stop()
    }

    @Test("Captured, held and queued count up to the cap; a lower one binds the next command, none leaves no trace")
    func upToTheCap() throws {
        #expect(try charge(70, "free", cap: nil).day == nil)
        #expect(try rows().isEmpty)
        #expect(try charge(40, "a", cap: 200).day != nil)
        _ = try charge(30, "b", cap: 200, hold: Self.hold)
        let queue = QueueTerms(window: Order.window(1), reserves: false, exposureMinor: nil, tries: 1)
        #expect(try charge(20, "c", cap: 200, queue: queue).standing.state == .queued)
        // What was charged before there was a cap counts too.
        #expect(try rows().map(\.used) == [160] && rows().map(\.takenOver) == [70])
        try fits(40, "d", cap: 200)
        #expect(try charge(1, "e", cap: 150).standing.declineCode == .limitExceeded)
        #expect(try charge(1, "f", cap: nil).standing.state == .captured)
        #expect(try rows().map(\.used) == [200])
        try finish()
    }

    @Test("Who is let go, taken back, too late or short gives back what counted; a refund gives back nothing")
    func givenBack() throws {
        let voided = try charge(10, "void", cap: 100, hold: Self.hold)
        let late = try charge(20, "late", cap: 100, hold: Self.hold)
        let part = try charge(30, "part", cap: 100, hold: Self.hold)
        let queue = QueueTerms(window: Order.window(1), reserves: true, exposureMinor: nil, tries: 1)
        let taken = try charge(15, "cancel", cap: 100, queue: queue)
        let owed = QueueTerms(window: Order.window(1), reserves: false, exposureMinor: nil, tries: 1)
        let short = try charge(25, "short", cap: 100, queue: owed)
        #expect(try rows().map(\.used) == [100])
        let void = VoidOrder(merchant: merchant, payment: voided.terms.id, claim: claim("void"), nonce: nil)
        #expect(run(void).payment?.standing.state == .voided)
        try fits(10, "voided", cap: 100)
        #expect(capture(part, 12, "part", isFinal: false).payment?.standing.held == 18)
        #expect(try rows().map(\.used) == [100])
        #expect(capture(part, 3, "part-2", isFinal: true).payment?.standing.captured == 15)
        try fits(15, "released", cap: 100)
        let cancel = CancelOrder(merchant: merchant, payment: taken.terms.id, claim: claim("cancel"), nonce: nil)
        #expect(run(cancel).payment?.standing.state == .voided)
        try fits(15, "cancelled", cap: 100)
        try end(late)
        try fits(20, "ended", cap: 100)
        try empty(payer)
        let window = WindowCharge(
            merchant: merchant, payer: payer, window: Order.window(1), payments: [short.terms.id], nextWindow: nil)
        #expect(run(window).window?.declined == 1)
        #expect(try rows().map(\.used) == [75])
        #expect(run(Order.refund(merchant, part.terms.id, 15, no: "back")).refund != nil)
        #expect(try rows().map(\.used) == [75])
        try finish()
    }

    /// Lets a hold's time be over, and somebody notice.
    private func end(_ payment: Payment) throws {
        let session = try stage.administrator()
        defer { session.close() }
        let id = payment.terms.id.number
        _ = try session.execute("UPDATE payment SET hold_expires_at = created_at + 1 WHERE id = \(id)")
        _ = try session.execute(
            "UPDATE hold h JOIN payment p ON p.id = h.id SET h.expires_at = p.created_at + 1 WHERE h.id = \(id)")
        let sweep = run(Expiry(payment: payment.terms.id, merchant: merchant, isClosed: false))
        #expect(sweep.payment?.standing.state == .expired)
    }

    /// Has a payer spend all it has, at a merchant without a cap.
    private func empty(_ payer: Identifier) throws {
        let left = try #require(try stage.wallet(payer)).available
        #expect(try charge(left, "all", cap: nil).standing.state == .captured)
    }

    @Test("An increment and the last capture count more, on the payment's own day")
    func grows() throws {
        func increment(_ payment: Payment, _ amount: Int64, _ no: String, cap: Int64?) -> Verdict {
            run(
                IncrementOrder(
                    merchant: merchant, payment: payment.terms.id, amount: amount, caps: Order.caps(cap),
                    claim: claim(no), nonce: nil))
        }
        let held = try charge(60, "a", cap: 100, hold: Self.hold)
        #expect(increment(held, 41, "i-1", cap: 100).refusal == .amountExceeded)
        #expect(increment(held, 30, "i-2", cap: 100).payment?.standing.held == 90)
        #expect(try rows().map(\.used) == [90])
        // As if it had been made the day before: that day's sum grows, today's cap is for others.
        let session = try stage.administrator()
        defer { session.close() }
        _ = try session.execute("UPDATE merchant_day SET day = day - 1 WHERE merchant_id = \(merchant.number)")
        _ = try session.execute(
            "UPDATE payment SET counted_day = counted_day - 1 WHERE id = \(held.terms.id.number)")
        try fits(100, "today", cap: 100)
        #expect(increment(held, 11, "i-3", cap: 100).refusal == .amountExceeded)
        #expect(increment(held, 10, "i-4", cap: 100).payment?.standing.held == 100)
        #expect(try rows().map(\.used) == [100, 100])
        // Without a cap it counts all the same.
        #expect(increment(held, 5, "i-5", cap: nil).payment?.standing.held == 105)
        #expect(try rows().map(\.used) == [105, 100])
        try finish()
    }

    @Test(
        "What waits for its payer counts when paid: over the cap it waits on, and money that came counts"
    )
    func paidLater() throws {
        func pending(_ amount: Int64, _ no: String) throws -> Identifier {
            let payment = try #require(run(Order.charge(merchant, nil, amount, no: no, cap: 100)).payment)
            #expect(payment.standing.state == .pending && payment.day == nil)
            return payment.terms.id
        }
        let first = try pending(80, "a")
        let second = try pending(30, "b")
        let third = try pending(50, "c")
        #expect(try rows().isEmpty)
        func pay(_ payment: Identifier, cap: Int64 = 100) -> Verdict {
            run(Consent(payment: payment, merchant: merchant, payer: cast.platform, caps: Order.caps(cap)))
        }
        #expect(pay(first).payment?.standing.state == .captured)
        #expect(pay(second).refusal == .limitExceeded)
        let arrival = Arrival(
            payment: third, merchant: merchant, trade: ChannelTrade(channel: "sandbox", number: "cap-\(third.number)"),
            amount: 50, caps: Order.caps(100), digest: [1])
        #expect(run(arrival).isReplay == false)
        #expect(try rows().map(\.used) == [130])
        #expect(pay(second, cap: 160).payment?.standing.state == .captured)
        try finish()
    }
}
