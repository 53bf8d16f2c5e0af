import Deductions
import Ledger
import MariaDB
import Testing
import Threading
import Values

@Suite("A payer pays what waits for it", .serialized)
struct ConsentTests {
    private let stage: EngineStage
    private let engine: Engine
    private let cast: Cast

    init() throws {
        stage = try EngineStage.shared.get()
        engine = stage.engine()
        cast = try stage.makeCast(engine)
    }

    private func open(_ amount: Int64, _ no: String = "1", payer: Identifier? = nil) throws -> Identifier {
        let order = Order.charge(cast.merchants[0], payer, amount, no: no)
        let payment = try #require(engine.submit(order, .milliseconds(20_000)).payment)
        #expect(payment.standing.state == .pending && payment.payer == payer)
        return payment.terms.id
    }

    private func consent(_ payment: Identifier, _ payer: Identifier) -> Verdict {
        engine.submit(
            Consent(payment: payment, merchant: cast.merchants[0], payer: payer), .milliseconds(20_000))
    }

    private func balance(_ payer: Identifier) throws -> Int64 {
        let session = try stage.administrator()
        defer { session.close() }
        return try session.query("SELECT balance FROM wallet WHERE payer_id = \(payer.number)").first?.int64(0) ?? 0
    }

    private func finish() throws {
        #expect(try stage.brokenInvariants() == [])
        engine.stop()
    }

    @Test("Paid once however often it is sent, by whoever came first; the creating answer is replayed as it was")
    func once() throws {
        let payment = try open(300)
        let paid = try #require(consent(payment, cast.platform).payment)
        #expect(paid.standing.state == .captured && paid.standing.captured == 300 && paid.payer == cast.platform)
        #expect(paid.standing.version == 2)
        #expect(consent(payment, cast.platform).payment == paid)
        #expect(consent(payment, cast.rich[0]).refusal == .stateConflict)
        #expect(try balance(cast.platform) == 900 && balance(cast.rich[0]) == 4000)
        let again = engine.submit(Order.order(cast.merchants[0], 300, no: "1"), .milliseconds(20_000))
        #expect(again.isReplay && again.payment?.payer == nil && again.payment?.standing.state == .pending)
        try finish()
    }

    @Test("Sixteen presses at once move the money once")
    func together() throws {
        let payment = try open(700)
        let verdicts = Guarded<[Verdict]>([])
        let threads = (0..<16).map { number in
            JoinableThread(name: "press-\(number)") {
                let verdict = consent(payment, number % 2 == 0 ? cast.platform : cast.rich[0])
                verdicts.withLock { $0.append(verdict) }
            }
        }
        for thread in threads { thread.join() }
        let payers = Set(verdicts.withLock { $0.compactMap { $0.payment?.payer } })
        #expect(payers.count == 1)
        #expect(try balance(cast.platform) + balance(cast.rich[0]) == 1200 + 4000 - 700)
        try finish()
    }

    @Test("Short of funds it goes on waiting, and is paid after a top-up")
    func short() throws {
        let payment = try open(1500)
        #expect(consent(payment, cast.platform).refusal == .insufficientFunds)
        let topup = OperatorTopup(target: AccountKey(cast.platform, .wallet, .cny), amount: 300)
        _ = engine.submit(topup, .milliseconds(20_000))
        #expect(consent(payment, cast.platform).payment?.standing.state == .captured)
        #expect(try balance(cast.platform) == 0)
        try finish()
    }

    @Test("Only whom the payment names, or one of the platform's or the merchant's payers")
    func whose() throws {
        let nobodys = try open(10)
        #expect(consent(nobodys, cast.foreign).refusal == .notFound)
        #expect(consent(nobodys, Identifier(9)).refusal == .notFound)
        #expect(consent(nobodys, cast.blocked).refusal == .payerBlocked)
        #expect(consent(Identifier(77), cast.platform).refusal == .notFound)
        #expect(consent(nobodys, cast.poor).payment?.payer == cast.poor)
        let named = try open(10, "2", payer: cast.platform)
        #expect(consent(named, cast.rich[0]).refusal == .notFound)
        #expect(consent(named, cast.platform).payment?.payer == cast.platform)
        let other = Consent(payment: try open(10, "3"), merchant: cast.merchants[1], payer: cast.platform)
        #expect(engine.submit(other, .milliseconds(20_000)).refusal == .notFound)
        try finish()
    }

    @Test("After a day it is over")
    func expired() throws {
        let payment = try open(10)
        let session = try stage.administrator()
        defer { session.close() }
        _ = try session.execute(
            "UPDATE payment SET created_at = created_at - 86400000000 WHERE id = \(payment.number)")
        let over = try #require(consent(payment, cast.platform).payment)
        #expect(over.standing.state == .expired && over.standing.captured == 0 && over.payer == nil)
        #expect(consent(payment, cast.platform).refusal == .stateConflict)
        #expect(try balance(cast.platform) == 1200)
        try finish()
    }

    @Test("A refund goes to who paid")
    func refund() throws {
        let payment = try open(400)
        let early = Order.refund(cast.merchants[0], payment, nil, no: "early")
        #expect(engine.submit(early, .milliseconds(20_000)).refusal == .stateConflict)
        _ = consent(payment, cast.platform)
        let refund = Order.refund(cast.merchants[0], payment, nil, no: "r")
        #expect(engine.submit(refund, .milliseconds(20_000)).refund?.money.minor == 400)
        #expect(try balance(cast.platform) == 1200)
        try finish()
    }
}
