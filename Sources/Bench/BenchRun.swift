import Deductions
import Glibc
import MariaDB
import Values

/// Runs the scenarios round by round against a stack.
package final class BenchRun {
    private let site: BenchSite
    private let plan: BenchPlan
    private let population: Population
    private let plainGateway: PlainGateway
    private let commits: DurableCommits
    /// Tells what is being done, for a terminal.
    private let note: (String) -> Void
    /// Marks this run's orders.
    private let mark = "B\(WallClock.now().microseconds)"
    private var loads = 0

    /// Creates merchants, payers and their money.
    package init(_ site: BenchSite, _ plan: BenchPlan, note: @escaping (String) -> Void) throws(LoadFailure) {
        self.site = site
        self.plan = plan
        self.note = note
        note("creating merchants and payers")
        population = try Population.create(
            merchants: plan.merchants, payers: plan.payers, hotPayers: plan.payers,
            holders: plan.scenarios.contains(.hold) ? plan.holders : 0, owner: site.owner, worker: site.worker)
        do throws(DatabaseFailure) {
            let books = try PlainBooks(
                administrator: site.administrator, payers: plan.payers, merchants: plan.merchants)
            plainGateway = PlainGateway(books: books, sessions: plan.connections)
            commits = try DurableCommits(books: books)
        } catch {
            throw LoadFailure("cannot lay out the plain books: \(error)")
        }
    }

    /// Runs all rounds, counts rows and memory, and at the end looks for violated invariants.
    package func run() throws(LoadFailure) -> BenchReport {
        var report = BenchReport(machine: .current)
        for round in 1...max(1, plan.rounds) {
            for scenario in plan.scenarios {
                note("round \(round) of \(plan.rounds): \(scenario.rawValue)")
                guard let sample = try measure(scenario, report) else { continue }
                report.samples[scenario, default: []].append(sample)
                let sizes = (site.processes()[.workers] ?? []).compactMap(ProcessTable.residentBytes)
                report.workerBytes = (sizes + [report.workerBytes ?? 0]).max()
            }
        }
        try site.useWorkers(.batching)
        note("counting rows")
        report.rowsPerCharge = try countRows()
        note("looking for violated invariants")
        do throws(DatabaseFailure) {
            report.violations = try Audit.violations(at: site.owner)
        } catch {
            throw LoadFailure("cannot read the books: \(error)")
        }
        return report
    }

    private func measure(_ scenario: Scenario, _ report: BenchReport) throws(LoadFailure) -> Sample? {
        if scenario == .sequenced || scenario == .webhooks { return try measureEvents(isTold: scenario == .webhooks) }
        try site.useWorkers(scenario == .singleCommand ? .singleCommand : .batching)
        var before = ProcessorTime.used(by: processes)
        var started = MonotonicTime.nanoseconds
        // Preparing requests is not part of what is measured.
        let onStart = {
            before = ProcessorTime.used(by: self.processes)
            started = MonotonicTime.nanoseconds
        }
        let result: LoadResult
        switch scenario {
        case .health: result = try load(HealthTraffic(to: site.address), plan.connections, onStart)
        case .healthAlone: result = try load(HealthTraffic(to: site.address), 1, onStart)
        case .charge, .singleCommand: result = try load(charges(of: population.payers), plan.connections, onStart)
        case .hotMerchant: result = try load(charges(of: population.hotPayers), plan.connections, onStart)
        case .hold: result = try load(holds, plan.connections, onStart)
        case .chargeAlone: result = try load(charges(of: population.payers), 1, onStart)
        case .bulk: result = try load(bulk, plan.bulkConnections, onStart)
        case .reference:
            result = try plainGateway.run(
                warmUpSeconds: plan.warmUpSeconds, seconds: plan.seconds, seed: nextSeed())
        case .durableCommit:
            result = try commits.run(warmUpSeconds: plan.warmUpSeconds, seconds: plan.seconds)
        case .sequenced, .webhooks: return nil
        case .overload:
            // Nothing to double before the plain charges have been measured.
            guard let sustainable = report.spread(.charge, \.ratePerSecond)?.median else { return nil }
            result = try load(
                charges(of: population.payers), plan.overloadConnections, onStart,
                .open(requestsPerSecond: 2 * sustainable))
        }
        // Warm-up included on both sides: the share of the measured window is what counts.
        let elapsed = Double(MonotonicTime.nanoseconds - started) / 1e9
        let used = ProcessorTime.used(by: processes).since(before).scaled(by: plan.seconds / elapsed)
        return Sample(result, used: used)
    }

    /// The plain charges where their events get positions, and shops are told of them or not. What that costs after the
    /// load's end counts as well.
    private func measureEvents(isTold: Bool) throws(LoadFailure) -> Sample {
        try site.useWorkers(.sequencing)
        let key = try PlatformKeyring.webhookKey(site.context, site.address)
        let receiver = isTold ? try WebhookReceiver() : nil
        defer { receiver?.stop() }
        var before = ProcessorTime()
        var started: UInt64 = 0
        do {
            let watch = try EventWatch(site.owner, settlingSeconds: plan.settlingSeconds)
            let result = try load(
                charges(of: population.payers, notify: receiver?.addresses), plan.connections
            ) {
                before = ProcessorTime.used(by: processes(receiver))
                started = MonotonicTime.nanoseconds
            }
            let loadEnd = WallClock.now()
            let elapsed = Double(MonotonicTime.nanoseconds - started) / 1e9
            try watch.finish(seconds: plan.settlingSeconds)
            // The receiver writes its log down a little later.
            MonotonicTime.sleep(milliseconds: 200)
            let used = ProcessorTime.used(by: processes(receiver)).since(before).scaled(by: plan.seconds / elapsed)
            var lags = EventLags(try watch.events(), receiver, loadEnd: loadEnd)
            for letter in receiver?.letters() ?? [] {
                lags.verified += 1
                if !letter.isValid(key) { lags.forged += 1 }
            }
            var sample = Sample(result, used: used)
            sample.lags = lags
            return sample
        } catch let failure as LoadFailure {
            throw failure
        } catch {
            throw LoadFailure("cannot follow the events: \(error)")
        }
    }

    private func processes(_ receiver: WebhookReceiver?) -> [ProcessGroup: [Int32]] {
        processes.merging([.receiver: receiver?.processIDs ?? []]) { $1 }
    }

    private var processes: [ProcessGroup: [Int32]] {
        site.processes().merging([.generator: [getpid()]]) { $1 }
    }

    private func load(
        _ traffic: any Traffic, _ connections: Int, _ onStart: () -> Void, _ pace: Pace = .closed
    ) throws(LoadFailure) -> LoadResult {
        try LoadGenerator(context: site.context, address: site.address, connections: connections).run(
            traffic, pace: pace, warmUpSeconds: plan.warmUpSeconds, seconds: plan.seconds, onStart: onStart)
    }

    private func charges(of payers: [BenchPayer], notify: NotifyAddresses? = nil) -> ChargeTraffic {
        let seed = nextSeed()
        return ChargeTraffic(
            to: site.address, keys: population.keys, payers: payers, run: "\(mark)L\(loads)", seed: seed,
            notify: notify)
    }

    private var holds: HoldTraffic {
        let seed = nextSeed()
        return HoldTraffic(
            to: site.address, keys: population.keys, payers: population.holders, run: "\(mark)L\(loads)", seed: seed)
    }

    private var bulk: BulkTraffic {
        let seed = nextSeed()
        return BulkTraffic(
            to: site.address, keys: population.keys, payers: population.payers, itemsPerRequest: plan.bulkItems,
            run: "\(mark)L\(loads)", seed: seed)
    }

    private func nextSeed() -> UInt64 {
        loads += 1
        return plan.seed &* 1_000_003 &+ UInt64(loads) &* 65_537
    }

    /// Rows written per charge and table, by the server's own count (`userstat`), which is off while times are taken.
    private func countRows() throws(LoadFailure) -> [(table: String, rows: Double)] {
        do {
            let session = try Session(site.administrator)
            defer { session.close() }
            try session.execute("SET GLOBAL userstat = ON")
            try session.execute("FLUSH TABLE_STATISTICS")
            let result = try LoadGenerator(
                context: site.context, address: site.address, connections: plan.connections
            ).run(charges(of: population.payers), warmUpSeconds: 0, seconds: min(2, plan.seconds))
            let rows = try session.query(
                """
                SELECT table_name, rows_changed FROM information_schema.table_statistics \
                WHERE table_schema = DATABASE() AND rows_changed > 0 ORDER BY table_name
                """)
            try session.execute("SET GLOBAL userstat = OFF")
            let charges = Double(max(1, result.succeeded))
            return rows.map { (table: $0.string(0), rows: Double($0.int64(1)) / charges) }
        } catch let failure as LoadFailure {
            throw failure
        } catch {
            throw LoadFailure("cannot count rows: \(error)")
        }
    }
}
