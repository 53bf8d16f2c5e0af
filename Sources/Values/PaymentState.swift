/// Where a payment stands. The amounts (held, captured, refunded) say the rest.
package enum PaymentState: String, Sendable, CaseIterable {
    /// Waits for a channel or for the payer at the cashier.
    case pending
    /// Waits for the next batch window.
    case queued
    /// Its money is frozen.
    case held
    /// Frozen until the payer proves who they are.
    case challenged
    case captured, declined, voided, expired

    /// A state that no command leaves.
    package var isFinal: Bool {
        switch self {
        case .captured, .declined, .voided, .expired: true
        case .pending, .queued, .held, .challenged: false
        }
    }
}
