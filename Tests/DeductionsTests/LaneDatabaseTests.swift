import Deductions
import DevStack
import Ledger
import MariaDB
import Testing
import Threading
import Values

@Suite("Lanes on MariaDB", .serialized)
struct LaneDatabaseTests {
    /// A database of its own: here sessions are killed, whoever they belong to.
    private static let stage = Result { try EngineStage() }

    /// Runs in the second process that `twoProcesses` starts, and only there.
    @Test(.enabled(if: WorkloadProcess.assignment != nil, "the other half of another test"))
    func assignedWorkload() throws {
        guard let workload = WorkloadProcess.assignment else { return }
        #expect(try workload.run().prefix(5) == [])
    }

    /// Runs in the second process of a race, and only there.
    @Test(.enabled(if: RaceProcess.isAssigned, "the other half of other tests"))
    func assignedRaces() { RaceProcess.run() }

    @Test("Two processes, six lanes, three hot accounts: answers are kept and the books balance")
    func twoProcesses() throws {
        let stage = try Self.stage.get()
        let engine = stage.engine()
        defer { engine.stop() }
        let cast = try stage.makeCast(engine)
        let child = try WorkloadProcess(
            DatabaseWorkload(address: stage.address, cast: cast, seeds: [1, 2, 3], commands: 1500))
        let own = DatabaseWorkload(address: stage.address, cast: cast, seeds: [1, 2, 4], commands: 1500)
        let complaints = try own.run()
        try child.finish()
        #expect(complaints.prefix(5) == [])
        #expect(try stage.brokenInvariants() == [])
    }

    @Test("B2 sessions killed at random, commits among them: answers are kept and the books balance")
    func killedSessions() throws {
        let stage = try Self.stage.get()
        let engine = stage.engine()
        defer { engine.stop() }
        let cast = try stage.makeCast(engine)
        let session = try stage.administrator()
        defer { session.close() }
        var random = SeededGenerator(seed: 7)
        let workload = DatabaseWorkload(
            address: stage.address, cast: cast, seeds: [11, 12, 13, 14], commands: 800)
        let complaints = try workload.run {
            let anywhere = random.once(in: 3)
            let rows = try? session.query(
                """
                SELECT id FROM information_schema.processlist WHERE user = 'kadock_worker'
                AND (\(anywhere ? 1 : 0) = 1 OR info = 'COMMIT')
                """)
            guard let rows, !rows.isEmpty else { return }
            try? session.script("KILL CONNECTION \(rows[random.below(rows.count)].int64(0))")
        }
        #expect(complaints.prefix(5) == [])
        #expect(try stage.brokenInvariants() == [])
        let resolved = try session.query("SELECT SUM(resolved_committed + resolved_lost) FROM lane").first?.int64(0)
        #expect((resolved ?? 0) > 0, "no commit was ever cut off")
    }
}
