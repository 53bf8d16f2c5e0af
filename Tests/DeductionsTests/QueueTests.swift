import Deductions
import Ledger
import MariaDB
import Testing
import Threading
import Values

@Suite("Payments wait for their window", .serialized)
struct QueueTests {
    private let stage: EngineStage
    private let engine: Engine
    private let cast: Cast

    init() throws {
        stage = try EngineStage.shared.get()
        engine = stage.engine()
        cast = try stage.makeCast(engine, money: [1000, 100])
    }

    private var merchant: Identifier { cast.merchants[0] }
    private var payer: Identifier { cast.rich[0] }

    private func run(_ command: any Command) -> Verdict { engine.submit(command, .milliseconds(20_000)) }

    private func queue(
        _ amount: Int64, _ no: String, reserves: Bool = false, exposure: Int64? = nil, tries: Int64 = 2
    ) throws -> Payment {
        try #require(
            run(
                Order.queued(
                    merchant, payer, amount, no: no, reserves: reserves, exposure: exposure, tries: tries)
            ).payment)
    }

    private func charge(_ payments: [Identifier], window: Int64 = 1, next: Int64? = 2) -> WindowTally? {
        run(
            WindowCharge(
                merchant: merchant, payer: payer, window: Order.window(window), payments: payments,
                nextWindow: next.map(Order.window))
        ).window
    }

    private func states(_ payments: [Payment]) throws -> [PaymentState] {
        let session = try stage.administrator()
        defer { session.close() }
        return try PaymentStore.payments(payments.map(\.terms.id), session).sorted { $0.terms.id < $1.terms.id }
            .map(\.standing.state)
    }

    private func finish() throws {
        #expect(try stage.brokenInvariants() == [])
        engine.stop()
    }

    private func tally(_ charged: Int, _ amount: Int64, postponed: Int = 0, declined: Int = 0) -> WindowTally {
        var tally = WindowTally()
        (tally.charged, tally.amount, tally.postponed, tally.declined) = (charged, amount, postponed, declined)
        return tally
    }

    @Test("A window charges all that a payer owes in one posting, and the same again does nothing")
    func onePosting() throws {
        let payments = try [queue(10, "a"), queue(20, "b", reserves: true), queue(30, "c")]
        #expect(payments.allSatisfy { $0.standing.state == .queued && $0.standing.captured == 0 })
        let before = try #require(try stage.wallet(payer))
        #expect(before.balance == 1000 && before.held == 20 && before.queued == 40)
        #expect(charge(payments.map(\.terms.id)) == tally(3, 60))
        #expect(charge(payments.map(\.terms.id)) == tally(0, 0))
        let after = try #require(try stage.wallet(payer))
        #expect(after.balance == 940 && after.held == 0 && after.queued == 0)
        let session = try stage.administrator()
        defer { session.close() }
        let postings = try session.query(
            "SELECT amount FROM entry WHERE owner_id = \(payer.number) AND kind = 1 AND amount < 0")
        #expect(postings.map { $0.int64(0) } == [-60])
        try finish()
    }

    @Test("Short of money the oldest go first, whole or not at all; what is left has its tries, then is declined")
    func short() throws {
        let payments = try [queue(500, "a"), queue(600, "b"), queue(300, "c"), queue(150, "d", tries: 1)]
        // 500 and 300 fit, 600 does not, and then 150 is as much as is left and more.
        _ = run(Order.charge(merchant, payer, 100, no: "else"))
        #expect(charge(payments.map(\.terms.id)) == tally(2, 800, postponed: 1, declined: 1))
        #expect(try states(payments) == [.captured, .queued, .captured, .declined])
        // It is the next window's now, and was its last try there.
        #expect(charge([payments[1].terms.id]) == tally(0, 0))
        #expect(charge([payments[1].terms.id], window: 2, next: 3) == tally(0, 0, declined: 1))
        #expect(try states(payments) == [.captured, .declined, .captured, .declined])
        #expect(try stage.wallet(payer)?.balance == 100)
        try finish()
    }

    @Test("What was set aside is there at the window, whatever was spent; without a next window nothing stays")
    func reserved() throws {
        let kept = try queue(800, "a", reserves: true)
        #expect(run(Order.charge(merchant, payer, 300, no: "greedy")).payment?.standing.state == .declined)
        let loose = try queue(200, "b")
        #expect(run(Order.charge(merchant, payer, 100, no: "else")).payment?.standing.state == .captured)
        #expect(charge([kept, loose].map(\.terms.id), next: nil) == tally(1, 800, declined: 1))
        #expect(try states([kept, loose]) == [.captured, .declined])
        try finish()
    }

    @Test("A payer owes windows no more than the exposure, and what is queued is covered when it is queued")
    func exposure() throws {
        #expect(try queue(1001, "a").standing.declineCode == .insufficientFunds)
        let first = try queue(60, "b", exposure: 100)
        #expect(try queue(41, "c", exposure: 100).standing.declineCode == .exposureExceeded)
        #expect(try queue(40, "d", exposure: 100).standing.state == .queued)
        // What is set aside is no exposure, and what has left the queue neither.
        #expect(try queue(500, "e", reserves: true, exposure: 100).standing.state == .queued)
        let cancel = CancelOrder(
            merchant: merchant, payment: first.terms.id, claim: Order.claim(merchant, .post, "x", 1), nonce: nil)
        #expect(run(cancel).payment?.standing.state == .voided)
        #expect(try queue(60, "f", exposure: 100).standing.state == .queued)
        try finish()
    }

    @Test("Taken back or charged at once, a payment has left the queue; a blocked payer is not charged")
    func ends() throws {
        let payments = try [queue(10, "a", reserves: true), queue(20, "b"), queue(30, "c"), queue(40, "d")]
        let ids = payments.map(\.terms.id)
        func claim(_ key: String) -> Claim { Order.claim(merchant, .post, key, 1) }
        let cancelled = run(CancelOrder(merchant: merchant, payment: ids[0], claim: claim("c"), nonce: nil))
        #expect(cancelled.payment?.standing.state == .voided && cancelled.payment?.standing.held == 0)
        let promoted = run(PromoteOrder(merchant: merchant, payment: ids[1], claim: claim("p"), nonce: nil))
        #expect(promoted.payment?.standing.state == .captured && promoted.payment?.standing.captured == 20)
        let again = run(PromoteOrder(merchant: merchant, payment: ids[1], claim: claim("q"), nonce: nil))
        #expect(again.refusal == .stateConflict)
        let session = try stage.administrator()
        defer { session.close() }
        _ = try session.execute("UPDATE queue_item SET state = 'stopped' WHERE payment_id = \(ids[3].number)")
        let stopped = run(PromoteOrder(merchant: merchant, payment: ids[3], claim: claim("s"), nonce: nil))
        #expect(stopped.refusal == .stateConflict)
        _ = try session.execute("UPDATE payer SET state = 'blocked' WHERE id = \(payer.number)")
        let blocked = run(PromoteOrder(merchant: merchant, payment: ids[2], claim: claim("b"), nonce: nil))
        #expect(blocked.refusal == .payerBlocked)
        #expect(charge(ids, next: nil) == tally(0, 0, declined: 1))
        #expect(try states(payments) == [.voided, .captured, .declined, .queued])
        try finish()
    }

    @Test("One of the platform agrees at the cashier, and is queued")
    func consents() throws {
        let open = try #require(run(Order.order(merchant, 70, no: "open")).payment)
        let terms = QueueTerms(window: Order.window(1), reserves: true, exposureMinor: nil, tries: 1)
        let consent = Consent(payment: open.terms.id, merchant: merchant, payer: cast.platform, queue: terms)
        let queued = try #require(run(consent).payment)
        #expect(queued.standing.state == .queued && queued.standing.held == 70 && queued.payer == cast.platform)
        #expect(run(consent).payment == queued)
        let charge = WindowCharge(
            merchant: merchant, payer: cast.platform, window: Order.window(1), payments: [open.terms.id],
            nextWindow: nil)
        #expect(run(charge).window == tally(1, 70))
        try finish()
    }
}
