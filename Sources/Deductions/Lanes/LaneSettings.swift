/// How a lane works.
package struct LaneSettings: Sendable {
    /// Commands in one transaction at most.
    package var batchLimit = 128
    /// Tries of a batch that the database rolled back (1213, 1020) or that met somebody else's new row (1062).
    package var conflictTries = 8
    /// Tries of a command that fails alone.
    package var loneTries = 3
    /// Pauses before the n-th try; nil in the simulation, which has a clock of its own.
    package var backOff: (@Sendable (_ attempt: Int) -> Void)?
    /// Where incidents go.
    package var report: (@Sendable (LaneIncident) -> Void)?
    #if SEEDED_FAULTS
        package var fault: SeededFault?
    #endif

    package init() {}

    /// Whether the lane is to make this mistake.
    @inline(__always) func makes(_ fault: SeededFault) -> Bool {
        #if SEEDED_FAULTS
            return self.fault == fault
        #else
            return false
        #endif
    }

    /// Whether the lane makes no mistake at all.
    var isSound: Bool {
        #if SEEDED_FAULTS
            return fault == nil
        #else
            return true
        #endif
    }
}
