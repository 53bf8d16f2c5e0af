import Deductions
import Synchronization
import Testing
import Threading

@Suite("Lanes on the simulated server")
struct LaneSimulationTests {
    @Test("4,000 seeds, 1,000,000 commands: every answer is kept, every history is one that could have happened")
    func manySeeds() {
        let commands = Atomic<Int>(0)
        let coverage = Guarded(Coverage())
        let complaints = Guarded<[String]>([])
        // Two at a time: each run uses one core.
        let threads = (0..<2).map { half in
            JoinableThread(name: "seeds-\(half)") {
                for seed in stride(from: UInt64(1 + half), through: 4000, by: 2) {
                    let result = Simulation(seed: seed).run()
                    commands.wrappingAdd(result.commands, ordering: .relaxed)
                    coverage.withLock { $0.add(result.coverage) }
                    guard !result.complaints.isEmpty else { continue }
                    complaints.withLock { $0.append("seed \(seed): \(result.complaints.prefix(3))") }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(complaints.withLock { $0 } == [])
        let counts = coverage.withLock { $0.counts }
        for name in Coverage.all { #expect(counts[name, default: 0] >= 100, "\(name) was hardly tried") }
        #expect(commands.load(ordering: .relaxed) >= 1_000_000)
    }

    @Test("A seeded fault is caught", arguments: SeededFault.allCases)
    func seededFault(_ fault: SeededFault) {
        let caught = (1...3000).contains { seed in
            var simulation = Simulation(seed: UInt64(seed))
            simulation.fault = fault
            return !simulation.run().complaints.isEmpty
        }
        #expect(caught, "\(fault) went unnoticed")
    }
}
