package import Disk
package import MariaDB
package import Values

/// What a run of payouts has done so far.
package struct PayoutTally: Sendable {
    /// The last day that was due.
    package internal(set) var day: CivilDate?
    /// Merchants' days that were ready, before and behind us.
    package internal(set) var expected = 0
    /// Merchants' days that came to their end.
    package internal(set) var days = 0
    package internal(set) var payouts = 0
    /// Minor units that became available.
    package internal(set) var paid: [Currency: Int64] = [:]
    package internal(set) var statements = 0
    package internal(set) var lines: Int64 = 0
    package internal(set) var withdrawals = 0
    /// Minor units that were sent to payees.
    package internal(set) var withdrawn: [Currency: Int64] = [:]
    /// The list of the day's withdrawals, and its SHA-256; nil: none was asked for.
    package internal(set) var withdrawalList: (path: String, sha256: [UInt8])?
    /// Days that somebody else works on, or that could not be ended.
    package internal(set) var busy = 0
    /// Days of merchants whose accounts are frozen: they wait until those are released.
    package internal(set) var frozen = 0
    /// Orders that met with somebody else's.
    package internal(set) var retry = 0
    /// Whether events without positions had nobody to give them any.
    package internal(set) var isUnsequenced = false
    /// Why a file is missing.
    package internal(set) var diskFailure: DiskFailure?
    /// Why the run went no further; nil: it came to its end.
    package internal(set) var failure: DatabaseFailure?

    package var isComplete: Bool {
        failure == nil && diskFailure == nil && busy == 0 && retry == 0 && !isUnsequenced
    }
}
