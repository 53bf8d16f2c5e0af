import Deductions
import MariaDB
import Values

/// A database with row locks, transactions and READ COMMITTED that misbehaves by seed: deadlock victims, lock
/// timeouts, lost connections, commits cut off before, after or in the middle, crashes.
final class SimulatedServer {
    /// A transaction whose connection was lost and which the server has not ended yet.
    private struct Orphan {
        let transaction: SimulatedTransaction
        let commits: Bool
        let due: Int
    }

    var tables = SimulatedTables()
    var random: SeededGenerator
    private(set) var step = 0
    /// Five seconds before midnight in China.
    private(set) var microseconds: Int64 = 1_800_028_795_000_000
    private(set) var commitCount = 0
    /// Failures that were not injected: a correct lane meets none.
    private(set) var naturalDeadlocks = 0
    var versionConflicts = 0
    /// Set for the last phase, in which everything must come to rest.
    var isQuiet = false

    private var holders: [SimulatedRow: SimulatedTransaction] = [:]
    private var waiting: [ObjectIdentifier: SimulatedRow] = [:]
    private var orphans: [Orphan] = []
    private var generation = 0
    private var runnable: [Int]
    private let baton: Baton

    init(seed: UInt64, lanes: Int, baton: Baton) {
        random = SeededGenerator(seed: seed)
        runnable = Array(0..<lanes)
        self.baton = baton
    }

    var now: Timestamp { Timestamp(microseconds: microseconds) }
    /// Moves when the server restarts: sessions of an older one are gone.
    var incarnation: Int { generation }

    /// Lets another lane run, and time pass.
    func yield(_ runner: Int) {
        step += 1
        // Holds of a few seconds end within a run.
        microseconds += Int64(1 + random.below(20_000))
        endOrphans { $0.due <= step }
        if random.once(in: 150) { tables.versions[Cast.simulated.merchants[0], default: 0] += 1 }
        let next = runnable[random.below(runnable.count)]
        guard next != runner else { return }
        baton.pass(to: next)
        baton.wait(runner)
    }

    /// A lane has done all its work.
    func leave(_ runner: Int) {
        runnable.removeAll { $0 == runner }
        if let next = runnable.first { baton.pass(to: next) }
    }

    func injects(once count: UInt64) -> Bool { !isQuiet && random.once(in: count) }

    /// Waits for a row. Throws as the server would: the victim of a deadlock has lost its transaction.
    func acquire(
        _ row: SimulatedRow, _ transaction: SimulatedTransaction, runner: Int
    ) throws(DatabaseFailure) {
        let born = generation
        while let holder = holders[row], holder !== transaction {
            if waitsForItself(transaction, from: holder) {
                naturalDeadlocks += 1
                end(transaction)
                throw DatabaseFailure(kind: .rolledBack, message: "deadlock")
            }
            waiting[ObjectIdentifier(transaction)] = row
            yield(runner)
            waiting[ObjectIdentifier(transaction)] = nil
            guard born == generation else { throw DatabaseFailure(kind: .connectionLost, message: "crash") }
            let isOrphans = orphans.contains { $0.transaction === holders[row] }
            if injects(once: 60) || (isOrphans && random.once(in: 4)) {
                throw DatabaseFailure(kind: .lockTimeout, message: "lock wait timeout")
            }
        }
        holders[row] = transaction
        transaction.rows.insert(row)
    }

    private func waitsForItself(_ transaction: SimulatedTransaction, from holder: SimulatedTransaction) -> Bool {
        var next: SimulatedTransaction? = holder
        while let current = next {
            if current === transaction { return true }
            next = waiting[ObjectIdentifier(current)].flatMap { holders[$0] }
        }
        return false
    }

    func commit(_ transaction: SimulatedTransaction) {
        commitCount += 1
        if transaction.batch > 0 { tables.commits[transaction.lane, default: [:]][transaction.batch] = commitCount }
        tables.times[commitCount] = transaction.decidedAt
        tables.versionsDecided[commitCount] = transaction.versions
        for write in transaction.writes { write(&tables) }
        end(transaction)
    }

    /// Throws a transaction away.
    func end(_ transaction: SimulatedTransaction) {
        for row in transaction.rows where holders[row] === transaction { holders[row] = nil }
        transaction.rows = []
        transaction.writes = []
    }

    /// The connection is gone; the server notices now or later.
    func orphan(_ transaction: SimulatedTransaction, commits: Bool) {
        orphans.append(Orphan(transaction: transaction, commits: commits, due: step + random.below(60)))
    }

    /// KILL: what still runs on that connection is rolled back.
    func kill(lane: Int64) {
        for orphan in orphans where orphan.transaction.lane == lane { end(orphan.transaction) }
        orphans.removeAll { $0.transaction.lane == lane }
    }

    private func endOrphans(_ isDue: (Orphan) -> Bool) {
        guard orphans.contains(where: isDue) else { return }
        let ended = orphans.filter(isDue)
        orphans.removeAll(where: isDue)
        for orphan in ended { orphan.commits ? commit(orphan.transaction) : end(orphan.transaction) }
    }

    /// Everything that is open is rolled back, every session is gone.
    func crash() {
        generation += 1
        holders = [:]
        orphans = []
        waiting = [:]
    }

    /// Ends what lost connections left open, for the last look.
    func settle() { endOrphans { _ in true } }
}
