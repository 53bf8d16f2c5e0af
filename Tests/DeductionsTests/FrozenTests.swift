import Deductions
import Ledger
import MariaDB
import Policies
import Testing
import Threading
import Values

/// What happens to those whose account is frozen, and what goes on.
@Suite("A frozen account is left alone", .serialized)
struct FrozenTests {
    private let stage: EngineStage
    private let engine: Engine
    private let cast: Cast

    init() throws {
        stage = try EngineStage.shared.get()
        engine = stage.engine()
        cast = try stage.makeCast(engine, money: [1000, 1000])
    }

    private var merchant: Identifier { cast.merchants[0] }
    private var payer: Identifier { cast.rich[0] }

    private func run(_ command: any Command) -> Verdict { engine.submit(command, .milliseconds(20_000)) }

    private func claim(_ key: String) -> Claim { Order.claim(merchant, .post, key, 1) }

    private func freeze(_ key: AccountKey, _ isFrozen: Bool = true) throws {
        let session = try stage.administrator()
        defer { session.close() }
        let freeze = AccountFreeze(
            account: key, figure: .balance, object: nil, expected: 1, found: 2, foundAt: WallClock.now())
        let release = AccountFreeze.Release(by: "operator-1", at: WallClock.now())
        let isDone = try session.transaction { () throws(DatabaseFailure) in
            try isFrozen ? FreezeStore.freeze(freeze, session) : FreezeStore.release(key, release, session)
        }
        #expect(isDone)
    }

    private var wallet: AccountKey { AccountKey(payer, .wallet, .cny) }

    private func hold(_ no: String, seconds: Int64 = 1_000, capturer: HoldTerms.Capturer = .merchant) throws -> Payment
    {
        try #require(
            run(Order.hold(merchant, payer, 100, no: no, HoldTerms(seconds: seconds, capturer: capturer))).payment)
    }

    private func finish() throws {
        #expect(try stage.brokenInvariants() == [])
        engine.stop()
    }

    @Test("A frozen wallet pays nothing and takes nothing in; another payer's does")
    func wallets() throws {
        let paid = try #require(run(Order.charge(merchant, payer, 50, no: "f1")).payment)
        let waiting = try #require(run(Order.order(merchant, 10, no: "f2")).payment)
        try freeze(wallet)
        for order in [
            Order.charge(merchant, payer, 10, no: "f3"),
            Order.hold(merchant, payer, 10, no: "f4", HoldTerms(seconds: 100, capturer: .merchant)),
            Order.queued(merchant, payer, 10, no: "f5"), Order.queued(merchant, payer, 10, no: "f6", reserves: true),
        ] {
            let declined = run(order).payment
            #expect(declined?.standing.state == .declined && declined?.standing.declineCode == .payerBlocked)
        }
        #expect(
            run(Consent(payment: waiting.terms.id, merchant: merchant, payer: payer)).refusal == .payerBlocked)
        #expect(run(Order.refund(merchant, paid.terms.id, nil, no: "f7")).refusal == .stateConflict)
        #expect(run(OperatorTopup(target: wallet, amount: 5)).refusal == .stateConflict)
        #expect(run(Order.charge(merchant, cast.rich[1], 10, no: "f8")).payment?.standing.state == .captured)
        try freeze(wallet, false)
        #expect(run(Order.refund(merchant, paid.terms.id, nil, no: "f9")).refund != nil)
        #expect(run(Order.charge(merchant, payer, 10, no: "f10")).payment?.standing.state == .captured)
        try finish()
    }

    @Test("A hold in a frozen wallet is neither changed nor ended, its time included, until the wallet is released")
    func holds() throws {
        let held = try hold("h1")
        let asked = try hold("h2", capturer: .payer)
        let short = try hold("h3", seconds: 1)
        try freeze(wallet)
        let id = held.terms.id
        let orders: [any Command] = [
            CaptureOrder(
                merchant: merchant, payment: id, amount: nil, isFinal: true, claim: claim("c"), nonce: nil),
            IncrementOrder(merchant: merchant, payment: id, amount: 5, claim: claim("i"), nonce: nil),
            ExtensionOrder(merchant: merchant, payment: id, seconds: 9, claim: claim("e"), nonce: nil),
            VoidOrder(merchant: merchant, payment: id, claim: claim("v"), nonce: nil),
            PayerCapture(merchant: merchant, payment: asked.terms.id, payer: payer),
        ]
        for order in orders { #expect(run(order).refusal == .stateConflict, "\(order)") }
        try waitUntilOver(short)
        let over = Expiry(payment: short.terms.id, merchant: merchant, isClosed: false)
        #expect(run(over).refusal == .stateConflict)
        #expect(run(Order.charge(merchant, payer, 1, no: "h4")).payment?.standing.state == .declined)
        #expect(try stage.wallet(payer)?.held == 300)
        try freeze(wallet, false)
        #expect(run(over).payment?.standing.state == .expired)
        let void = VoidOrder(merchant: merchant, payment: id, claim: claim("w"), nonce: nil)
        #expect(run(void).payment?.standing.state == .voided)
        #expect(try stage.wallet(payer)?.held == 100)
        try finish()
    }

    private func waitUntilOver(_ payment: Payment) throws {
        let session = try stage.administrator()
        defer { session.close() }
        for _ in 0..<400 {
            if try OverdueStore.overdue(among: [payment.terms.id], session).count == 1 { return }
            _ = try session.query("SELECT SLEEP(0.05)")
        }
    }

    @Test("What a frozen wallet has queued waits for a later window and uses up no try; it cannot be had by other ways")
    func queues() throws {
        let owed = try #require(run(Order.queued(merchant, payer, 40, no: "q1", tries: 1)).payment)
        let kept = try #require(run(Order.queued(merchant, payer, 50, no: "q2", reserves: true, tries: 1)).payment)
        try freeze(wallet)
        let ids = [owed.terms.id, kept.terms.id]
        for window in Int64(1)...3 {
            let tally = run(
                WindowCharge(
                    merchant: merchant, payer: payer, window: Order.window(window), payments: ids,
                    nextWindow: Order.window(window + 1))
            ).window
            #expect(tally?.postponed == 2 && tally?.charged == 0 && tally?.declined == 0)
        }
        #expect(
            run(CancelOrder(merchant: merchant, payment: ids[0], claim: claim("x"), nonce: nil)).refusal
                == .stateConflict)
        #expect(
            run(PromoteOrder(merchant: merchant, payment: ids[1], claim: claim("y"), nonce: nil)).refusal
                == .stateConflict)
        try freeze(wallet, false)
        let charge = WindowCharge(
            merchant: merchant, payer: payer, window: Order.window(4), payments: ids, nextWindow: nil)
        #expect(run(charge).window?.charged == 2)
        try finish()
    }

    @Test("A frozen account of a merchant pays nothing back; what it earns goes on coming in")
    func merchants() throws {
        let paid = try #require(run(Order.charge(merchant, payer, 50, no: "m1")).payment)
        #expect(
            run(OperatorTopup(target: AccountKey(merchant, .available, .cny), amount: 500)).refusal == nil)
        let topup = { key in
            TopupOrder(
                merchant: merchant, payer: payer, money: Money(5, .cny), claim: claim(key), nonce: nil)
        }
        for kind in [AccountKind.pending, .available] {
            try freeze(AccountKey(merchant, kind, .cny))
            #expect(run(Order.refund(merchant, paid.terms.id, 5, no: "m2\(kind)")).refusal == .stateConflict)
            #expect(run(topup("t\(kind)")).refusal == (kind == .available ? .stateConflict : nil))
            #expect(run(Order.charge(merchant, payer, 5, no: "m3\(kind)")).payment?.standing.state == .captured)
            try freeze(AccountKey(merchant, kind, .cny), false)
        }
        #expect(run(Order.refund(merchant, paid.terms.id, 5, no: "m4")).refund != nil)
        try finish()
    }
}
