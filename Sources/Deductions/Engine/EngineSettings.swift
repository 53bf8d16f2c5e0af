package import Logging
package import MariaDB

/// How a process runs its lanes.
package struct EngineSettings: Sendable {
    /// Named in each lane's row, for whoever reads the database.
    package var name = "worker"
    package var lanes = 2
    /// Commands that may wait for one lane.
    package var mailboxLimit = 1024
    package var lane = LaneSettings()
    /// Whether to forget old nonces; workers do, programs that run for a moment need not.
    package var prunesNonces = false
    /// Where the lanes' incidents are written; nil: nowhere.
    package var log: Logger?
    /// How long a lane waits for the database; a commit that takes longer counts as cut off.
    package var timeouts = SessionTimeouts.standard

    package init() {}
}
