import Channels
import Deductions
import Ledger
import MariaDB
import Testing
import Threading
import Values

@Suite("Money that channels report", .serialized)
struct ArrivalTests {
    private let stage: EngineStage
    private let engine: Engine
    private let cast: Cast

    init() throws {
        stage = try EngineStage.shared.get()
        engine = stage.engine()
        cast = try stage.makeCast(engine)
    }

    private func open(_ amount: Int64, payer: Identifier? = nil) throws -> Identifier {
        let order = Order.charge(cast.merchants[0], payer, amount, no: "1")
        return try #require(engine.submit(order, .milliseconds(20_000)).payment).terms.id
    }

    private func arrive(_ payment: Identifier, _ amount: Int64, _ number: String) -> Verdict {
        let trade = ChannelTrade(channel: "sandbox", number: "\(payment.number)-\(number)")
        return engine.submit(
            Arrival(
                payment: payment, merchant: cast.merchants[0], trade: trade, amount: amount,
                digest: Array(repeating: UInt8(amount % 251), count: 32)), .milliseconds(20_000))
    }

    private func receipt(_ verdict: Verdict) throws -> ChannelReceipt {
        guard case .answered(.receipt(let receipt), _) = verdict else { throw StageFailure.child("\(verdict)") }
        return receipt
    }

    private func read<Result>(_ look: (Session) throws -> Result) throws -> Result {
        let session = try stage.administrator()
        defer { session.close() }
        return try look(session)
    }

    private func payment(_ id: Identifier) throws -> Payment {
        try #require(try read { try PaymentStore.payments([id], $0) }.first)
    }

    private func back(_ id: Identifier) throws -> ChannelReturn? {
        try read { try ReturnStore.returns([id], $0) }.first
    }

    private func eventTypes(_ payment: Identifier) throws -> [String] {
        try read {
            try $0.query("SELECT type FROM event WHERE payment_id = \(payment.number) ORDER BY version")
                .map { $0.string(0) }
        }
    }

    private func report(_ back: ChannelReturn, _ hasSucceeded: Bool) -> Verdict {
        engine.submit(
            ReturnReport(back.id, payment: back.payment, merchant: back.merchant, hasSucceeded: hasSucceeded),
            .milliseconds(20_000))
    }

    private func finish() throws {
        #expect(try stage.brokenInvariants() == [])
        engine.stop()
    }

    @Test("What is due captures the payment, once however often the channel says so")
    func paid() throws {
        let id = try open(500)
        let first = try receipt(arrive(id, 500, "a"))
        #expect(first.surplus == 0 && first.ending == nil)
        let again = arrive(id, 500, "a")
        #expect(try receipt(again) == first && again.isReplay)
        #expect(arrive(id, 501, "a").refusal == .idempotencyMismatch)
        let paid = try payment(id)
        #expect(paid.standing.state == .captured && paid.standing.captured == 500 && paid.standing.surplus == 0)
        #expect(paid.standing.trade?.channel == "sandbox" && paid.payer == nil)
        #expect(try eventTypes(id) == ["payment.pending", "payment.captured"])
        try finish()
    }

    @Test("Paid twice: the second is told of, and sent back to the channel")
    func twice() throws {
        let id = try open(500)
        _ = arrive(id, 500, "a")
        let second = try receipt(arrive(id, 500, "b"))
        #expect(second.surplus == 500 && second.ending == .returned)
        #expect(try payment(id).standing.surplus == 500)
        #expect(try eventTypes(id).last == "payment.double_paid")
        let back = try #require(try back(second.id))
        #expect(back.state == .pending && back.cause == .surplus && back.trade == second.trade)
        #expect(try stage.brokenInvariants() == [])
        #expect(report(back, true).payment?.standing.captured == 500)
        #expect(report(back, true).refusal == .stateConflict)
        #expect(try self.back(second.id)?.state == .succeeded)
        try finish()
    }

    @Test("Too late: the payment stays expired and the money goes back")
    func late() throws {
        let id = try open(500)
        let early = Expiry(payment: id, merchant: cast.merchants[0], isClosed: false)
        #expect(engine.submit(early, .milliseconds(20_000)).refusal == .stateConflict)
        let closed = Expiry(payment: id, merchant: cast.merchants[0], isClosed: true)
        #expect(engine.submit(closed, .milliseconds(20_000)).payment?.standing.state == .expired)
        let late = try receipt(arrive(id, 500, "a"))
        #expect(late.ending == .returned)
        #expect(try payment(id).standing.state == .expired && payment(id).standing.captured == 0)
        #expect(try eventTypes(id) == ["payment.pending", "payment.expired", "payment.late_paid"])
        try finish()
    }

    @Test("Too late is too late, even if nobody has noticed that the time is over")
    func overdue() throws {
        let id = try open(500)
        _ = try read {
            try $0.execute("UPDATE payment SET created_at = created_at - 86400000000 WHERE id = \(id.number)")
        }
        #expect(try receipt(arrive(id, 500, "a")).ending == .returned)
        #expect(try payment(id).standing.state == .expired && payment(id).standing.captured == 0)
        #expect(try eventTypes(id) == ["payment.pending", "payment.late_paid"])
        try finish()
    }

    @Test("Too much is captured and the rest returned; too little leaves the payment waiting")
    func otherAmounts() throws {
        let id = try open(500)
        let little = try receipt(arrive(id, 499, "a"))
        #expect(little.surplus == 499 && little.ending == .returned)
        #expect(try payment(id).standing.state == .pending)
        #expect(try eventTypes(id).last == "anomaly")
        let much = try receipt(arrive(id, 620, "b"))
        #expect(much.surplus == 120 && much.ending == .returned)
        let paid = try payment(id)
        #expect(paid.standing.state == .captured && paid.standing.captured == 500 && paid.standing.surplus == 619)
        try finish()
    }

    @Test("Where the payer is known, its wallet takes the surplus")
    func credited() throws {
        let id = try open(300)
        _ = engine.submit(
            Consent(payment: id, merchant: cast.merchants[0], payer: cast.platform), .milliseconds(20_000))
        let second = try receipt(arrive(id, 300, "a"))
        #expect(second.ending == .credited)
        #expect(try back(second.id) == nil)
        let balance = try read {
            try $0.query("SELECT balance FROM wallet WHERE payer_id = \(cast.platform.number)").first?.int64(0)
        }
        #expect(balance == 1200)
        try finish()
    }

    @Test("A refund goes back through the channel; what the channel refuses is the merchant's again")
    func refund() throws {
        let id = try open(500)
        _ = arrive(id, 500, "a")
        let order = Order.refund(cast.merchants[0], id, 200, no: "r1")
        let refund = try #require(engine.submit(order, .milliseconds(20_000)).refund)
        #expect(refund.state == .pending)
        #expect(try payment(id).standing.refunded == 200)
        _ = report(try #require(try back(refund.id)), true)
        #expect(try read { try RefundStore.refunds([refund.id], $0) }.first?.state == .succeeded)
        #expect(engine.submit(order, .milliseconds(20_000)).refund == refund, "the first answer again")

        let other = try #require(
            engine.submit(Order.refund(cast.merchants[0], id, 300, no: "r2"), .milliseconds(20_000)).refund)
        _ = report(try #require(try back(other.id)), false)
        #expect(try read { try RefundStore.refunds([other.id], $0) }.first?.state == .failed)
        #expect(try payment(id).standing.refunded == 200)
        let balance = try read { try MerchantAccountStore.balances(of: cast.merchants[0], $0) }.first
        #expect(balance?.available == 0 && balance?.pending == 300)
        try finish()
    }
}
