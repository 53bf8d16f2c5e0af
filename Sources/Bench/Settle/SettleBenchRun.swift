import Glibc
import MariaDB
import Values

/// Fills a database with payments that wait for a window, has `kadock-settle run` charge them, killing it on the way,
/// and holds that against the same rows written plainly.
package struct SettleBenchRun {
    private let stage: SettleStage
    private let plan: SettlePlan
    private let note: (String) -> Void

    package init(_ stage: SettleStage, _ plan: SettlePlan, note: @escaping (String) -> Void) {
        self.stage = stage
        self.plan = plan
        self.note = note
    }

    package func run() throws(LoadFailure) -> SettleBenchReport {
        note("\(plan.merchants) merchants, \(plan.payers) payers with money")
        _ = try Population.create(
            merchants: plan.merchants, payers: plan.payers, hotPayers: 0, owner: stage.owner, worker: stage.worker)
        let before = try ask { session throws(DatabaseFailure) in
            note("\(plan.items) payments wait")
            try QueuedItems(count: plan.items, payers: plan.payers).write(session)
            return try SettleSums(session)
        }
        var report = SettleBenchReport(plan: plan)
        try plainly(&report)
        note("kadock-settle runs")
        report.settled = try SettleRuns(stage: stage, plan: plan, allFees: before.fees).run()
        try plainly(&report)
        note("counting")
        report.problems = try ask { session throws(DatabaseFailure) in
            try SettleSums(session).problems(since: before, plan) + Audit.violations(at: stage.administrator)
        }
        return report
    }

    private func ask<Result>(_ body: (Session) throws(DatabaseFailure) -> Result) throws(LoadFailure) -> Result {
        do throws(DatabaseFailure) {
            let session = try Session(stage.administrator, timeouts: .patient)
            defer { session.close() }
            return try body(session)
        } catch {
            throw LoadFailure("\(error)")
        }
    }

    /// Has the plain writer write its share.
    private func plainly(_ report: inout SettleBenchReport) throws(LoadFailure) {
        note("\(plan.items(of: plan.plain)) payments written plainly")
        let plain: PlainSettlement
        do throws(DatabaseFailure) {
            plain = try PlainSettlement(
                stage.administrator, payers: plan.plain, items: plan.items(of: plan.plain), sessions: plan.lanes)
        } catch {
            throw LoadFailure("\(error)")
        }
        let own = getpid()
        let before = (ProcessTable.processorSeconds(own) ?? 0) + stage.serverSeconds
        report.plainSeconds += try plain.run()
        report.plainProcessorSeconds += (ProcessTable.processorSeconds(own) ?? 0) + stage.serverSeconds - before
    }
}
