import Deductions
import MariaDB
import Testing
import Threading
import Values

@Suite("What may be charged on one day, by two processes at once", .serialized)
struct CapRaceTests {
    private static let rounds = 400
    private let stage: EngineStage
    private let race: Race
    private let cast: Cast

    init() throws {
        stage = try EngineStage.shared.get()
        race = try Race(stage)
        cast = try stage.makeCast(race.engine, money: [1_000_000, 1_000_000, 1_000_000])
    }

    private func used() throws -> Int64 {
        let session = try stage.administrator()
        defer { session.close() }
        return try session.query(
            "SELECT COALESCE(SUM(used), 0) FROM merchant_day WHERE merchant_id = \(cast.merchants[0].number)"
        ).first?.int64(0) ?? 0
    }

    @Test("Payers of many lanes meet at one cap: exactly what fits goes through")
    func manyPayers() throws {
        let merchant = cast.merchants[0]
        for round in 0..<Self.rounds {
            let cap = try used() + 20
            let verdicts = try race.run(
                (0..<6).map { Order.charge(merchant, cast.rich[$0 % 3], 7, no: "cap-\(round)-\($0)", cap: cap) },
                othersFirst: round % 2 == 0)
            let payments = verdicts.compactMap(\.payment)
            #expect(payments.filter { $0.standing.state == .captured }.count == 2)
            #expect(payments.filter { $0.standing.declineCode == .limitExceeded }.count == 4)
            #expect(try used() == cap - 6)
        }
        #expect(try stage.brokenInvariants() == [])
        race.finish()
    }
}
