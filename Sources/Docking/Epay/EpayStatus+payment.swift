import Deductions

extension EpayStatus {
    /// Where a payment stands.
    init(_ payment: Payment) {
        let standing = payment.standing
        self.init(standing.state, captured: standing.captured, refunded: standing.refunded, isSuspended: false)
    }
}
