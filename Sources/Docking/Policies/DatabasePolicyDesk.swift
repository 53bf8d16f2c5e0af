package import Deductions
package import MariaDB
package import Merchants
package import Policies
package import Threading
package import Values

/// Merchants' policies in the database.
package struct DatabasePolicyDesk: PolicyDesk {
    private let sessions: SessionPool

    package init(_ sessions: SessionPool) { self.sessions = sessions }

    package func schedule(
        of merchant: Identifier, _ deadline: Deadline
    ) throws(DatabaseFailure) -> PolicySchedule {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            try PolicyStore.schedule(of: merchant, session)
        }
    }

    package func set(
        _ change: PolicyChange, _ nonce: NonceClaim?, _ deadline: Deadline
    ) throws(DatabaseFailure) -> PolicyChange.Outcome? {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            try session.transaction { () throws(DatabaseFailure) -> PolicyChange.Outcome? in
                let now = WallClock.now()
                if let nonce, try !NonceStore.record(nonce, at: now, session) { return nil }
                return try change.run(at: now, session)
            }
        }
    }

    package func past(
        of merchant: Identifier, from: Timestamp, until: Timestamp, _ deadline: Deadline
    ) throws(DatabaseFailure) -> [PastPayment] {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            try PastPaymentStore.payments(
                of: merchant, from: from, until: until, limit: Backtest.longest + 1, session)
        }
    }
}
