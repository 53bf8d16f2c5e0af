import Deductions
import Synchronization
import Testing
import Threading

@Suite("Lanes on the simulated server")
struct LaneSimulationTests {
    @Test("2,000 seeds, 500,000 commands: every answer is kept, every history is one that could have happened")
    func manySeeds() {
        let commands = Atomic<Int>(0)
        let complaints = Guarded<[String]>([])
        // Two at a time: each run uses one core.
        let threads = (0..<2).map { half in
            JoinableThread(name: "seeds-\(half)") {
                for seed in stride(from: UInt64(1 + half), through: 2000, by: 2) {
                    let result = Simulation(seed: seed).run()
                    commands.wrappingAdd(result.commands, ordering: .relaxed)
                    guard !result.complaints.isEmpty else { continue }
                    complaints.withLock { $0.append("seed \(seed): \(result.complaints.prefix(3))") }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(complaints.withLock { $0 } == [])
        #expect(commands.load(ordering: .relaxed) >= 500_000)
    }

    @Test("A seeded fault is caught", arguments: SeededFault.allCases)
    func seededFault(_ fault: SeededFault) {
        let caught = (1...400).contains { seed in
            var simulation = Simulation(seed: UInt64(seed))
            simulation.fault = fault
            return !simulation.run().complaints.isEmpty
        }
        #expect(caught, "\(fault) went unnoticed")
    }
}
