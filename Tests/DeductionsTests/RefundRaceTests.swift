import Deductions
import Ledger
import Testing
import Threading
import Values

@Suite("Refunds, by two processes at once", .serialized)
struct RefundRaceTests {
    private let stage: EngineStage
    private let race: Race
    private let cast: Cast

    init() throws {
        stage = try EngineStage.shared.get()
        race = try Race(stage)
        cast = try stage.makeCast(race.engine, money: [1_000_000, 1_000_000])
    }

    @Test("J5 a thousand refunds of a part each, at once: no more goes back than was captured, and all of that")
    func partialRefunds() throws {
        let (merchant, payer) = (cast.merchants[0], cast.rich[0])
        let charge = Order.charge(merchant, payer, 1_500, no: "j5")
        let payment = try #require(race.engine.submit(charge, .milliseconds(20_000)).payment).terms.id
        // A merchant may have a quarter of a mailbox waiting.
        var verdicts: [Verdict] = []
        for round in 0..<5 {
            verdicts += try race.run(
                (0..<200).map { Order.refund(merchant, payment, 3, no: "j5-\(round)-\($0)") },
                othersFirst: round % 2 == 0)
        }
        #expect(verdicts.compactMap(\.refund).count == 500)
        #expect(verdicts.filter { $0.refusal == .amountExceeded }.count == 500)
        #expect(try stage.wallet(payer)?.balance == 1_000_000)
        #expect(try stage.brokenInvariants() == [])
        race.finish()
    }
}
