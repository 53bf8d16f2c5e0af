/// How a run of the bench is laid out.
package struct BenchPlan: Sendable {
    /// Rounds; in each of them every scenario runs once, so that all of them meet the same moods of the machine.
    package var rounds = 7
    /// The measured part of a scenario, and what goes before it.
    package var seconds = 5.0
    package var warmUpSeconds = 1.0
    package var connections = 64
    /// Connections of the overload: far more than the workers have threads, or the surplus would wait unsent.
    package var overloadConnections = 512
    /// Merchants and payers of the uniform scenarios; the one hot merchant has as many payers.
    package var merchants = 1_000
    package var payers = 10_000
    /// Payers of the same merchants whose money is set aside.
    package var holders = 100_000
    /// Charges in one request of the bulk scenario.
    package var bulkItems = 100
    /// Connections of the bulk scenario: so many that all their items have room in the lanes' mailboxes.
    package var bulkConnections = 8
    /// How long events of a load may wait for their positions and their deliveries before that is given up.
    package var settlingSeconds = 120
    package var scenarios = Scenario.allCases
    package var seed: UInt64 = 1

    package init() {}
}
