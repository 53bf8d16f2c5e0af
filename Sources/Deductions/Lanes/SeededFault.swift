/// Known mistakes that the tests switch on to see that they are caught. A release build cannot make them.
package enum SeededFault: String, Sendable, CaseIterable {
    case noFence, acknowledgeBeforeCommit, keepAfterLockTimeout, claimAfterLocks, unsortedInserts
    case staleSnapshotOnRetry, refundWithoutPaymentLock, duplicateInBatch, clockBeforeLocks, duplicateReadAsCommitted
    // Of holds.
    case overdueIgnored, overdueByEarlyClock, overdueUnlocked, overdueEndedLast, heldStillAvailable
    // Of the queue.
    case postingShort, reserveKept, debtKept, exposureIgnored, postponedForEver, cancelLeavesPlace
    // Of payouts.
    case payoutRepeated, merchantsUnlocked
    // Of caps.
    case capKept, capUnlocked, capIgnored
    // Of what is agreed with merchants.
    case staleDecided
    // Of accounts whose books are broken.
    case frozenIgnored
}
