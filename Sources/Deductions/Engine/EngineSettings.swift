/// How a process runs its lanes.
package struct EngineSettings: Sendable {
    /// Named in each lane's row, for whoever reads the database.
    package var name = "worker"
    package var lanes = 2
    /// Commands that may wait for one lane.
    package var mailboxLimit = 1024
    package var lane = LaneSettings()

    package init() {}
}
