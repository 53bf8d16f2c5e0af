import Deductions
import MariaDB
import Merchants
import Policies
import Threading
import Values

@testable import Docking

/// Takes every policy and remembers none.
struct StandInPolicies: PolicyDesk {
    func schedule(of merchant: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> PolicySchedule { .none }

    func set(
        _ change: PolicyChange, _ nonce: NonceClaim?, _ deadline: Deadline
    ) throws(DatabaseFailure) -> PolicyChange.Outcome? {
        .set(
            PolicyVersion(
                number: 1, effectiveFrom: change.document.effectiveFrom ?? Timestamp(microseconds: 0),
                policy: change.document.policy))
    }

    func past(
        of merchant: Identifier, from: Timestamp, until: Timestamp, _ deadline: Deadline
    ) throws(DatabaseFailure) -> [PastPayment] { [] }
}
