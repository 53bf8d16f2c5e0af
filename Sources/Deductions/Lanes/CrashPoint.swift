#if SEEDED_FAULTS
    import Foundation
#endif

/// Places on a batch's way, or a settlement's, where a test kills the process, named in `KADOCK_CRASH_AT`. A release
/// build has none.
package enum CrashPoint: String {
    case afterClaim = "after-claim"
    case afterUpdate = "after-update"
    case beforeCommit = "before-commit"
    case afterCommit = "after-commit"
    case afterAnswer = "after-answer"
    case windowOpened = "window-opened"
    case windowClaimed = "window-claimed"
    case windowPosted = "window-posted"
    case windowChecked = "window-checked"
    case payoutOpened = "payout-opened"
    case payoutClaimed = "payout-claimed"
    case payoutPosted = "payout-posted"
    case statementWritten = "statement-written"
    case statementRenamed = "statement-renamed"
    case payoutChecked = "payout-checked"
    case withdrawalPosted = "withdrawal-posted"
    case withdrawalListWritten = "withdrawal-list-written"
    case statementCompared = "statement-compared"
    case statementKept = "statement-kept"
    case differenceApproved = "difference-approved"
    case differenceMoved = "difference-moved"

    #if SEEDED_FAULTS
        private static let wanted = ProcessInfo.processInfo.environment["KADOCK_CRASH_AT"]
    #endif

    /// Ends the process on the spot, as SIGKILL does, if this is the place.
    package func pass() {
        #if SEEDED_FAULTS
            if Self.wanted == rawValue { kill(getpid(), SIGKILL) }
        #endif
    }
}
