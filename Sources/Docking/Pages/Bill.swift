import Deductions
import Merchants
import Policies
import Values

/// A payment as its payer is shown it, with the shop that is paid.
struct Bill: Sendable {
    let payment: Payment
    let merchant: Merchant
    /// The merchant's policy.
    let policies: PolicySchedule

    /// How much the merchant's payers may be charged on one day, as it holds at a moment; nil: no cap.
    func caps(at now: Timestamp) -> DayCaps? { DayCaps(of: merchant, by: policies.version(at: now)) }
}
