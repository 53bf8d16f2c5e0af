/// What a run of the bench found out.
package struct BenchReport: Sendable {
    package let machine: Machine
    /// Samples of one scenario stand in the order of their rounds, so that rounds can be compared with each other.
    package var samples: [Scenario: [Sample]] = [:]
    /// Rows written (inserted, updated) per charge, by table.
    package var rowsPerCharge: [(table: String, rows: Double)] = []
    /// The largest that a worker was after any scenario.
    package var workerBytes: Int?
    /// Invariants that are violated: any makes the whole run void.
    package var violations: [String] = []

    package init(machine: Machine) {
        self.machine = machine
    }

    package func spread(_ scenario: Scenario, _ value: (Sample) -> Double) -> Spread? {
        Spread((samples[scenario] ?? []).map(value))
    }

    /// Round by round, because rounds lie close together in time and share the machine's moods.
    package func ratio(_ scenario: Scenario, to other: Scenario) -> Spread? {
        let pairs = zip(samples[scenario] ?? [], samples[other] ?? [])
        return Spread(pairs.filter { $1.ratePerSecond > 0 }.map { $0.ratePerSecond / $1.ratePerSecond })
    }

    package var isVoid: Bool { !violations.isEmpty }
    package var isGood: Bool { !isVoid && judgements.allSatisfy(\.isMet) }
}
