import Deductions
import Merchants
import Policies

/// A payment as its payer is shown it, with the shop that is paid.
struct Bill: Sendable {
    let payment: Payment
    let merchant: Merchant
    /// The merchant's policy.
    let policies: PolicySchedule
}
