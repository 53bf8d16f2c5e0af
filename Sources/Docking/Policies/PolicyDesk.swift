package import Deductions
package import MariaDB
package import Merchants
package import Policies
package import Threading
package import Values

/// Where merchants' policies are read and set: the database, or whatever a test puts in its place.
package protocol PolicyDesk: Sendable {
    /// All versions that there are.
    func schedule(of merchant: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> PolicySchedule

    /// Sets a version; the nonce is used up with it. nil: it was used before with something else.
    func set(
        _ change: PolicyChange, _ nonce: NonceClaim?, _ deadline: Deadline
    ) throws(DatabaseFailure) -> PolicyChange.Outcome?

    /// The merchant's payments of a time as a backtest wants them, newest first.
    func past(
        of merchant: Identifier, from: Timestamp, until: Timestamp, _ deadline: Deadline
    ) throws(DatabaseFailure) -> [PastPayment]
}
