import Deductions
import MariaDB
import Values

/// Kills workers, the database and sessions in COMMIT under load, then compares what clients were told with what the
/// database holds.
package struct ChaosRun: Sendable {
    package let target: ChaosTarget
    package let plan: ChaosPlan

    package init(_ target: ChaosTarget, _ plan: ChaosPlan) {
        self.target = target
        self.plan = plan
    }

    /// Runs to the end, however bad it looks, and reports.
    package func run() throws(LoadFailure) -> ChaosReport {
        do throws(DatabaseFailure) {
            var report = try shake()
            report.problems += try Audit.violations(at: target.administrator)
            return report
        } catch {
            throw LoadFailure("cannot read the database: \(error)")
        }
    }

    private func shake() throws(DatabaseFailure) -> ChaosReport {
        // Marks the orders as this run's.
        let run = "C\(WallClock.now().microseconds)"
        let before = try resolutions()
        let start = MonotonicTime.nanoseconds
        let end = start + UInt64(plan.seconds * 1e9)
        let clients = ChaosClients(target, plan, run: run, end: end)
        let workerKiller = startWorkerKiller(from: start, to: end)
        let databaseKiller = startDatabaseKiller(from: start)
        let cutter = CommitCutter(
            administrator: target.administrator, user: target.workerUser,
            pauseMilliseconds: plan.millisecondsBetweenCommitCuts, end: end)
        var report = ChaosReport()
        report.workersKilled = workerKiller.finish()
        report.databasesKilled = databaseKiller.finish()
        report.commitsCut = cutter.finish()
        let findings = clients.finish()
        report.problems = findings.complaints
        report.acknowledged = findings.acknowledged.count
        report.repeated = findings.acknowledged.count { $0.repetitions > 0 }
        report.mostRepetitions = findings.acknowledged.map(\.repetitions).max() ?? 0
        let after = try resolutions()
        report.resolvedCommitted = after.committed - before.committed
        report.resolvedLost = after.lost - before.lost
        report.problems += try differences(findings.acknowledged, run: run)
        if report.resolvedCommitted + report.resolvedLost < plan.leastResolutions {
            report.problems.append("fewer than \(plan.leastResolutions) lost commits were resolved")
        }
        return report
    }

    private func startWorkerKiller(from start: UInt64, to end: UInt64) -> ProcessKiller {
        let interval = UInt64(plan.secondsBetweenWorkerKills * 1e9)
        let seed = plan.seed
        let workers = target.workers
        return ProcessKiller(
            name: "worker killer", moments: Array(stride(from: start + interval, through: end, by: Int(interval)))
        ) { round in
            var random = SeededRandom(seed: seed &+ UInt64(round))
            return workers().randomElement(using: &random)
        }
    }

    private func startDatabaseKiller(from start: UInt64) -> ProcessKiller {
        let step = UInt64(plan.seconds * 1e9) / UInt64(plan.databaseKills + 1)
        let database = target.database
        let moments = (0..<plan.databaseKills).map { start + step * UInt64($0 + 1) }
        return ProcessKiller(name: "database killer", moments: moments) { _ in database() }
    }

    private func resolutions() throws(DatabaseFailure) -> (committed: Int, lost: Int) {
        let session = try Session(target.administrator)
        defer { session.close() }
        let rows = try session.query(
            "SELECT COALESCE(SUM(resolved_committed), 0), COALESCE(SUM(resolved_lost), 0) FROM lane")
        guard let row = rows.first else { return (0, 0) }
        return (Int(row.int64(0)), Int(row.int64(1)))
    }

    /// Acknowledged orders and identifiers must be those of the database, each once.
    private func differences(_ acknowledged: [Acknowledgement], run: String) throws(DatabaseFailure) -> [String] {
        let session = try Session(target.administrator, timeouts: .patient)
        defer { session.close() }
        let rows = try session.query(
            """
            SELECT id, out_trade_no FROM payment \
            WHERE out_trade_no >= \(Array(run.utf8)) AND out_trade_no < \(Array("\(run)~".utf8))
            """)
        var stored: [String: String] = [:]
        var problems: [String] = []
        for row in rows {
            let order = row.string(1)
            if stored.updateValue(Identifier(row.int64(0)).text, forKey: order) != nil {
                problems.append("\(order) is in the database twice")
            }
        }
        for one in acknowledged {
            guard let payment = stored.removeValue(forKey: one.order) else {
                problems.append("\(one.order) was acknowledged and is not in the database")
                continue
            }
            if payment != one.payment { problems.append("\(one.order) was acknowledged under another number") }
        }
        problems += stored.keys.map { "\($0) is in the database and was never acknowledged" }
        return problems
    }
}
