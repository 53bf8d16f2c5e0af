import Deductions
import Merchants

/// A payment as its payer is shown it, with the shop that is paid.
struct Bill: Sendable {
    let payment: Payment
    let merchant: Merchant
}
