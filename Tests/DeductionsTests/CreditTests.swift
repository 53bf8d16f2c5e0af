import Deductions
import Ledger
import MariaDB
import Policies
import Testing
import Threading
import Values

@Suite("A payer's credit line", .serialized)
struct CreditTests {
    private let stage: EngineStage
    private let engine: Engine
    private let cast: Cast

    init() throws {
        stage = try EngineStage.shared.get()
        engine = stage.engine()
        cast = try stage.makeCast(engine, money: [100])
    }

    private var merchant: Identifier { cast.merchants[0] }
    private var payer: Identifier { cast.rich[0] }

    private func run(_ command: any Command) -> Verdict { engine.submit(command, .milliseconds(20_000)) }

    private func allow(_ limit: Int64, _ no: String, currency: Currency = .cny) -> Verdict {
        run(
            CreditOrder(
                payer: payer, limit: Money(limit, currency), setBy: "kim",
                claim: Order.claim(.system, .post, "credit-\(payer.number)-\(no)", UInt8(limit & 63))))
    }

    private func charge(
        _ amount: Int64, _ no: String, hold: HoldTerms? = nil, queue: QueueTerms? = nil
    ) throws -> Payment {
        try #require(run(Order.charge(merchant, payer, amount, no: no, hold: hold, queue: queue)).payment)
    }

    private func wallet() throws -> Wallet { try #require(try stage.wallet(payer)) }

    private func finish() throws {
        #expect(try stage.brokenInvariants() == [])
        engine.stop()
    }

    @Test("A wallet falls below zero as far as its line, whoever takes; each setting is kept, the same again is one")
    func takes() throws {
        #expect(try charge(101, "a").standing.declineCode == .insufficientFunds)
        let line = try #require(allow(50, "1").credit)
        #expect(line.limit == 50 && line.setBy == "kim")
        #expect(allow(50, "1").isReplay)
        #expect(try charge(151, "b").standing.declineCode == .insufficientFunds)
        #expect(try charge(110, "c").standing.state == .captured)
        #expect(try wallet().balance == -10 && wallet().available == 40)
        #expect(try charge(20, "d", hold: HoldTerms(seconds: 600, capturer: .merchant)).standing.held == 20)
        let queue = QueueTerms(window: Order.window(1), reserves: true, exposureMinor: nil, tries: 1)
        #expect(try charge(21, "e", queue: queue).standing.declineCode == .insufficientFunds)
        #expect(try charge(20, "f", queue: queue).standing.state == .queued)
        #expect(try wallet().available == 0)
        #expect(allow(0, "2", currency: try #require(Currency(code: "USD"))).refusal == .currencyNotHeld)
        let session = try stage.administrator()
        defer { session.close() }
        #expect(
            try session.query("SELECT set_by FROM credit_line WHERE payer_id = \(payer.number)").map { $0.string(0) }
                == ["kim"])
        try finish()
    }

    @Test("A line lowered below what is owed leaves that owed: what is set aside is taken, nothing more is")
    func lowered() throws {
        _ = allow(200, "1")
        let held = try charge(60, "held", hold: HoldTerms(seconds: 600, capturer: .merchant))
        let reserves = QueueTerms(window: Order.window(1), reserves: true, exposureMinor: nil, tries: 1)
        let queued = try charge(30, "queued", queue: reserves)
        let promoted = try charge(30, "promoted", queue: reserves)
        let owed = try charge(
            10, "owed", queue: QueueTerms(window: Order.window(1), reserves: false, exposureMinor: nil, tries: 1))
        #expect(try charge(150, "spent").standing.state == .captured)
        #expect(try wallet().available == 30)
        _ = allow(0, "2")
        #expect(try wallet().available == -170 && wallet().creditLimit == 0)
        #expect(try charge(1, "more").standing.declineCode == .insufficientFunds)
        let increment = IncrementOrder(
            merchant: merchant, payment: held.terms.id, amount: 1, claim: Order.claim(merchant, .post, "i", 1),
            nonce: nil)
        #expect(run(increment).refusal == .insufficientFunds)
        let capture = CaptureOrder(
            merchant: merchant, payment: held.terms.id, amount: nil, isFinal: true,
            claim: Order.claim(merchant, .post, "c", 1), nonce: nil)
        #expect(run(capture).payment?.standing.captured == 60)
        let promote = PromoteOrder(
            merchant: merchant, payment: promoted.terms.id, claim: Order.claim(merchant, .post, "p", 1), nonce: nil)
        #expect(run(promote).payment?.standing.captured == 30)
        let window = WindowCharge(
            merchant: merchant, payer: payer, window: Order.window(1),
            payments: [queued.terms.id, owed.terms.id], nextWindow: nil)
        let tally = try #require(run(window).window)
        #expect(tally.charged == 1 && tally.amount == 30 && tally.declined == 1)
        #expect(try wallet().balance == -170 && wallet().held == 0)
        let topup = OperatorTopup(target: AccountKey(payer, .wallet, .cny), amount: 171)
        #expect(!run(topup).isReplay)
        #expect(try charge(1, "again").standing.state == .captured)
        try finish()
    }

    @Test("The database itself lets no wallet fall deeper than it may")
    func checked() throws {
        _ = allow(50, "1")
        let session = try stage.administrator()
        defer { session.close() }
        #expect(throws: DatabaseFailure.self) {
            try session.execute("UPDATE wallet SET balance = -51 WHERE payer_id = \(payer.number)")
        }
        #expect(try wallet().balance == 100)
        try finish()
    }
}

extension Verdict {
    fileprivate var credit: CreditLine? {
        if case .answered(.credit(let line), _) = self { line } else { nil }
    }
}
