import Foundation
import Testing

@testable import Bench

/// The bench from end to end, with numbers too small to say anything about speed.
struct BenchRunTests {
    @Test("every scenario can be measured on a stack of the bench's own, and the books balance afterwards")
    func everyScenario() throws {
        let stack = try BenchStack(workers: 2, programs: Programs.directory.path(percentEncoded: false))
        defer { stack.stop() }
        var plan = BenchPlan()
        plan.rounds = 1
        plan.seconds = 0.3
        plan.warmUpSeconds = 0.1
        plan.connections = 8
        plan.overloadConnections = 16
        plan.bulkItems = 20
        plan.bulkConnections = 2
        plan.merchants = 10
        plan.payers = 100
        plan.holders = 100
        let report = try BenchRun(stack.site, plan, note: { _ in }).run()
        #expect(report.violations == [])
        for scenario in Scenario.allCases {
            let samples = report.samples[scenario] ?? []
            // A machine busy with other tests may be too slow for some requests: refused then, and the books balance.
            #expect(samples.count == 1 && samples.allSatisfy { $0.succeeded > 0 }, "\(scenario)")
        }
        #expect(report.samples[.sequenced]?.first?.lags?.events ?? 0 > 0)
        let told = try #require(report.samples[.webhooks]?.first?.lags)
        #expect(told.events > 0 && told.arrived == told.events && told.lost == 0)
        #expect(told.verified > 0 && told.forged == 0)
        #expect(report.rowsPerCharge.contains { $0.table == "payment" && $0.rows >= 1 })
        #expect(report.markdown.contains("All invariants hold."))
    }
}
