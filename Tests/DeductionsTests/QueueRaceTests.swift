import Deductions
import Ledger
import MariaDB
import Testing
import Threading
import Values

@Suite("The queue, by two processes at once", .serialized)
struct QueueRaceTests {
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

    /// Queues a payment, then hands in a window's charge and what `other` makes, each to a process of its own.
    /// Returns what came of both, and how the payment stands afterwards.
    private func run(
        _ round: Int, reserves: Bool, against other: (Identifier) -> any Command
    ) throws -> (window: WindowTally, other: Verdict, after: Payment) {
        let order = Order.queued(merchant, payer, 7, no: "race-\(round)", reserves: reserves)
        let payment = try #require(race.engine.submit(order, .milliseconds(20_000)).payment)
        let charge = WindowCharge(
            merchant: merchant, payer: payer, window: Order.window(1), payments: [payment.terms.id],
            nextWindow: Order.window(2))
        var commands: [any Command] = [charge, other(payment.terms.id)]
        if round % 2 == 1 { commands.reverse() }
        var verdicts = try race.run(commands, othersFirst: round % 4 < 2)
        if round % 2 == 1 { verdicts.reverse() }
        let session = try stage.administrator()
        defer { session.close() }
        let after = try #require(try PaymentStore.payments([payment.terms.id], session).first)
        return (try #require(verdicts[0].window), verdicts[1], after)
    }

    private func claim(_ round: Int) -> Claim { Order.claim(merchant, .post, "race-\(round)", 1) }

    private func finish(spent: Int64) throws {
        let wallet = try #require(try stage.wallet(payer))
        #expect(wallet.balance == 1_000_000 - spent && wallet.held == 0 && wallet.queued == 0)
        #expect(try stage.brokenInvariants() == [])
        race.finish()
    }

    @Test("Taken back or charged at the window, never both")
    func cancelAgainstWindow() throws {
        var charged = 0
        for round in 0..<Self.rounds {
            let (window, cancel, after) = try run(round, reserves: round % 3 == 0) {
                CancelOrder(merchant: merchant, payment: $0, claim: claim(round), nonce: nil)
            }
            charged += window.charged
            #expect((window.charged == 1) == (cancel.refusal == .stateConflict))
            #expect(after.standing.state == (window.charged == 1 ? .captured : .voided))
        }
        #expect((1..<Self.rounds).contains(charged), "one side always won")
        try finish(spent: 7 * Int64(charged))
    }

    @Test("Charged at once or at the window, once")
    func promoteAgainstWindow() throws {
        var charged = 0
        for round in 0..<Self.rounds {
            let (window, promote, after) = try run(round, reserves: round % 3 == 0) {
                PromoteOrder(merchant: merchant, payment: $0, claim: claim(round), nonce: nil)
            }
            charged += window.charged
            #expect((window.charged == 1) == (promote.refusal == .stateConflict))
            #expect(after.standing.state == .captured && after.standing.captured == 7)
        }
        #expect((1..<Self.rounds).contains(charged), "one side always won")
        try finish(spent: 7 * Int64(Self.rounds))
    }

    @Test("A7 two runs at once charge a window once")
    func windowAgainstWindow() throws {
        for round in 0..<Self.rounds {
            let (window, other, after) = try run(round, reserves: round % 3 == 0) {
                WindowCharge(
                    merchant: merchant, payer: payer, window: Order.window(1), payments: [$0],
                    nextWindow: Order.window(2))
            }
            #expect(window.charged + (other.window?.charged ?? 9) == 1)
            #expect(after.standing.captured == 7)
        }
        try finish(spent: 7 * Int64(Self.rounds))
    }
}
