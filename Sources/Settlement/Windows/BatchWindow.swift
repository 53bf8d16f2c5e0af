package import Deductions
package import Values

/// A merchant's batch window, as runs and operators see it.
package struct BatchWindow: Equatable, Sendable {
    /// How far it is.
    package enum State: String, Sendable, CaseIterable {
        case ready
        /// All of it, or what is odd in it, waits for an operator.
        case stopped
        case done
    }

    package let key: WindowKey
    package var state: State
    /// What waited when a run first saw it.
    package var seen: WindowFigures
    package var reasons: [WindowReason]
    /// The operator who let it go on.
    package var releasedBy: String?
    /// Where the next run begins.
    package var lastPayer: Identifier
    package var chargedCount: Int64
    /// Minor units.
    package var chargedAmount: Int64
    package var declinedCount: Int64
}
