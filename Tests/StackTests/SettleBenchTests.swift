import Bench
import Foundation
import Testing

/// `kadock bench settle` with numbers too small to say anything about speed.
struct SettleBenchTests {
    @Test("A6 kadock-settle, killed twice among 2,000 payments, charges each of them once; the bench would see if not")
    func killed() throws {
        var plan = SettlePlan()
        (plan.items, plan.payers, plan.merchants, plan.kills) = (2_000, 420, 2, 2)
        (plan.plainPayers, plan.batchLimit) = (100, 4)
        let stage = try SettleStage(plan, programs: Programs.directory.path(percentEncoded: false))
        defer { stage.stop() }
        let report = try SettleBenchRun(stage, plan, note: { _ in }).run()
        #expect(report.problems == [])
        #expect(report.kills > 0)
        #expect(report.itemsPerSecond > 0 && report.plainPerSecond > 0)
        #expect(report.markdown.contains("All sums are exact"))
    }
}
