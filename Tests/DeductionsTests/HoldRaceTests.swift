import Policies
import Deductions
import Ledger
import MariaDB
import Testing
import Threading
import Values

@Suite("Holds, by two processes at once", .serialized)
struct HoldRaceTests {
    private static let rounds = 1000
    private let stage: EngineStage
    private let race: Race
    private let cast: Cast

    init() throws {
        stage = try EngineStage.shared.get()
        race = try Race(stage)
        cast = try stage.makeCast(race.engine, money: [1_000_000, 1_000_000])
    }

    private var merchant: Identifier { cast.merchants[0] }
    private var payer: Identifier { cast.rich[0] }

    private func hold(
        _ amount: Int64, _ no: String, by capturer: HoldTerms.Capturer = .merchant
    ) throws -> Identifier {
        let charge = Order.hold(merchant, payer, amount, no: no, HoldTerms(seconds: 600, capturer: capturer))
        let payment = try #require(race.engine.submit(charge, .milliseconds(20_000)).payment)
        #expect(payment.standing.state == .held && payment.standing.held == amount)
        return payment.terms.id
    }

    private func capture(_ payment: Identifier, _ amount: Int64?, _ no: String, isFinal: Bool = false) -> CaptureOrder {
        CaptureOrder(
            merchant: merchant, payment: payment, amount: amount, isFinal: isFinal,
            claim: Order.claim(merchant, .post, no, 1), nonce: nil)
    }

    private func payment(_ id: Identifier) throws -> Payment {
        let session = try stage.administrator()
        defer { session.close() }
        return try #require(try PaymentStore.payments([id], session).first)
    }

    private func finish(held: Int64 = 0) throws {
        #expect(try stage.wallet(payer)?.held == held)
        #expect(try stage.brokenInvariants() == [])
        race.finish()
    }

    @Test("G2 partial captures in parallel never take more than is held")
    func partialCaptures() throws {
        for round in 0..<Self.rounds {
            let id = try hold(100, "g2-\(round)")
            let verdicts = try race.run((0..<4).map { capture(id, 40, "g2-\(round)-\($0)") })
            #expect(verdicts.compactMap(\.payment).count == 2)
            #expect(verdicts.filter { $0.refusal == .amountExceeded }.count == 2)
            let after = try payment(id).standing
            #expect(after.captured == 80 && after.held == 20)
        }
        try finish(held: 20 * Int64(Self.rounds))
    }

    @Test("F8 a void races a capture: one of them happens, the other finds the hold gone")
    func voidAgainstCapture() throws {
        for round in 0..<Self.rounds {
            let id = try hold(100, "f8-\(round)")
            let void = VoidOrder(
                merchant: merchant, payment: id, claim: Order.claim(merchant, .post, "v-\(round)", 1), nonce: nil)
            let take = capture(id, nil, "c-\(round)")
            let verdicts = try race.run(round % 2 == 0 ? [void, take] : [take, void], othersFirst: round % 4 < 2)
            let winners = verdicts.compactMap(\.payment)
            #expect(winners.count == 1)
            #expect(verdicts.filter { $0.refusal == .stateConflict }.count == 1)
            let after = try payment(id).standing
            #expect(after == winners.first?.standing && after.held == 0)
            #expect(after.captured == (after.state == .captured ? 100 : 0))
        }
        try finish()
    }

    @Test("G3 expiry races a capture at the deadline: before it the capture has it, from then on nobody")
    func deadline() throws {
        let session = try stage.administrator()
        defer { session.close() }
        var random = SeededGenerator(seed: 3)
        var captures = 0
        for round in 0..<Self.rounds {
            let id = try hold(100, "g3-\(round)")
            let end = WallClock.now().microseconds + Int64(random.below(3_000))
            try session.begin()
            _ = try session.execute("UPDATE payment SET hold_expires_at = \(end) WHERE id = \(id.number)")
            _ = try session.execute("UPDATE hold SET expires_at = \(end) WHERE payment_id = \(id.number)")
            try session.commit()
            let expiry = Expiry(payment: id, merchant: merchant, isClosed: false)
            let take = capture(id, nil, "g3-\(round)")
            let verdicts = try race.run([take, expiry], othersFirst: round % 2 == 0)
            let after = try payment(id)
            if let captured = verdicts[0].payment {
                captures += 1
                #expect(captured.standing == after.standing && after.standing.captured == 100)
                #expect(after.standing.updatedAt.microseconds < end)
                #expect(verdicts[1].refusal == .stateConflict)
            } else {
                #expect(verdicts[0].refusal == .holdExpired)
                #expect(after.standing.state == .expired && after.standing.captured == 0)
                #expect(after.standing.updatedAt.microseconds >= end)
            }
        }
        #expect(captures < Self.rounds, "no deadline was ever missed")
        try finish()
    }

    @Test("A capture races an increment and a charge on the last of the money: nothing is spent twice")
    func lastMoney() throws {
        let start = try #require(try stage.wallet(payer)).available
        let order = Order.charge(merchant, payer, start - 100, no: "rest")
        #expect(race.engine.submit(order, .milliseconds(20_000)).payment?.standing.state == .captured)
        for round in 0..<Self.rounds {
            let id = try hold(60, "m-\(round)")
            let more = IncrementOrder(
                merchant: merchant, payment: id, amount: 40,
                claim: Order.claim(merchant, .post, "i-\(round)", 1), nonce: nil)
            let charge = Order.charge(merchant, payer, 40, no: "o-\(round)")
            let verdicts = try race.run(
                [more, charge, capture(id, 30, "t-\(round)", isFinal: round % 2 == 0)], othersFirst: round % 4 < 2)
            let wallet = try #require(try stage.wallet(payer))
            #expect(wallet.available >= 0 && wallet.balance >= wallet.held)
            let after = try payment(id)
            let charged = verdicts[1].payment?.standing.captured ?? 0
            #expect(after.standing.captured == 30 && wallet.balance == 100 - 30 - charged)
            #expect(after.standing.held == wallet.held)
            // Only where the capture let something go first is there enough for both.
            #expect(charged == 0 || verdicts[0].payment == nil || (wallet.available == 0 || round % 2 == 0))
            let void = VoidOrder(
                merchant: merchant, payment: id, claim: Order.claim(merchant, .post, "e-\(round)", 1), nonce: nil)
            _ = race.engine.submit(void, .milliseconds(20_000))
            let topup = OperatorTopup(target: wallet.key, amount: 100 - wallet.balance)
            _ = race.engine.submit(topup, .milliseconds(20_000))
        }
        try finish()
    }
}
