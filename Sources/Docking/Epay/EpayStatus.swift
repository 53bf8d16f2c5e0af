import Values

/// Where an order stands, as the epay V1 protocol counts it.
enum EpayStatus: Int {
    /// Not paid, or no longer to be paid.
    case unpaid = 0
    /// The merchant has the money, or all of it that was not refunded.
    case paid = 1
    /// In full; an order refunded in part is still paid.
    case refunded = 2
    /// By an operator.
    case frozen = 3
    /// The payer's money is held and can be captured.
    case authorised = 4

    /// The status of a payment, amounts in fen. Suspension by an operator hides everything else.
    init(_ state: PaymentState, captured: Int64, refunded: Int64, isSuspended: Bool) {
        self =
            switch state {
            case _ where isSuspended: .frozen
            case .held: .authorised
            case .captured: captured > 0 && refunded >= captured ? .refunded : .paid
            case .pending, .queued, .challenged, .declined, .voided, .expired: .unpaid
            }
    }
}
