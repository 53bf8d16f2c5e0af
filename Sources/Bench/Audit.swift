import Ledger
package import MariaDB

/// The books after a run.
package enum Audit {
    /// The names of the invariants that do not hold.
    package static func violations(at address: DatabaseAddress) throws(DatabaseFailure) -> [String] {
        let session = try Session(address, timeouts: .patient)
        defer { session.close() }
        return try Invariant.violated(session)
    }
}
