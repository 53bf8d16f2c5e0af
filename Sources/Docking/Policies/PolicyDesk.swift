package import MariaDB
import Deductions
import Merchants
import Policies
import Threading
import Values

/// Where merchants' policies are read and set.
package struct PolicyDesk: Sendable {
    private let sessions: SessionPool

    package init(_ sessions: SessionPool) { self.sessions = sessions }

    /// All versions that there are.
    func schedule(of merchant: Identifier, _ deadline: Deadline) throws(Problem) -> PolicySchedule {
        try told { () throws(DatabaseFailure) in
            try sessions.with(deadline) { session throws(DatabaseFailure) in
                try PolicyStore.schedule(of: merchant, session)
            }
        }
    }

    /// Sets a version; the nonce is used up with it.
    func set(
        _ change: PolicyChange, _ nonce: NonceClaim?, _ deadline: Deadline
    ) throws(Problem) -> PolicyChange.Outcome {
        let result = try told { () throws(DatabaseFailure) in
            try sessions.with(deadline) { session throws(DatabaseFailure) in
                try session.transaction { () throws(DatabaseFailure) -> PolicyChange.Outcome? in
                    let now = WallClock.now()
                    if let nonce, try !NonceStore.record(nonce, at: now, session) { return nil }
                    return try change.run(at: now, session)
                }
            }
        }
        guard let outcome = result else { throw Problem(.replayed) }
        return outcome
    }

    /// The merchant's payments of a time as a backtest wants them, newest first.
    func past(
        of merchant: Identifier, from: Timestamp, until: Timestamp, _ deadline: Deadline
    ) throws(Problem) -> [PastPayment] {
        try told { () throws(DatabaseFailure) in
            try sessions.with(deadline) { session throws(DatabaseFailure) in
                try PastPaymentStore.payments(
                    of: merchant, from: from, until: until, limit: Backtest.longest + 1, session)
            }
        }
    }

    private func told<Result>(_ body: () throws(DatabaseFailure) -> Result) throws(Problem) -> Result {
        do throws(DatabaseFailure) {
            return try body()
        } catch {
            throw Problem(.unavailable, "The books cannot be reached now", cause: error.description)
        }
    }
}
