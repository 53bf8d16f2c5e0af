import Foundation
import Testing

@testable import Bench

/// The whole stack while its parts are killed. The long form is `kadock bench --chaos`.
struct ChaosTests {
    @Test("A1 B1 B2 workers, mariadbd and sessions in COMMIT are killed under load: every charge once, and told so")
    func shake() throws {
        let stack = try BenchStack(
            workers: 2, doesAll: true, programs: Programs.directory.path(percentEncoded: false))
        defer { stack.stop() }
        var plan = ChaosPlan()
        plan.seconds = 10
        plan.clients = 16
        plan.databaseKills = 1
        plan.millisecondsBetweenCommitCuts = 100
        plan.leastResolutions = 1
        plan.seed = 20_261_122
        let report = try ChaosRun(stack.chaosTarget(), plan).run()
        #expect(report.problems == [])
        #expect(report.acknowledged > 0 && report.commitsCut > 0)
        #expect(report.workersKilled > 0 && report.databasesKilled == 1)
    }
}
