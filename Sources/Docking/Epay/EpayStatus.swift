import Deductions
import Values

/// Where an order stands, as the epay V1 protocol counts it.
enum EpayStatus: Int {
    /// Not paid, or no longer to be paid.
    case unpaid = 0
    /// The merchant has the money, or all of it that was not refunded.
    case paid = 1
    /// In full; an order refunded in part is still paid.
    case refunded = 2
    /// The payer's money is held and can be captured.
    case authorised = 4

    /// Where a payment stands.
    init(_ payment: Payment) {
        let standing = payment.standing
        self =
            switch standing.state {
            case .held: .authorised
            case .captured: standing.refunded >= standing.captured ? .refunded : .paid
            case .pending, .queued, .challenged, .declined, .voided, .expired: .unpaid
            }
    }
}
