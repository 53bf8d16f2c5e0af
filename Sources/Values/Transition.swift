/// The one table of legal changes of a payment's state.
package enum Transition {
    /// From "does not exist yet".
    package static let first: Set<PaymentState> = [.pending, .queued, .held, .challenged, .captured, .declined]

    private static let next: [PaymentState: Set<PaymentState>] = [
        // A channel paid, a payer confirmed, or the cashier's time ran out.
        .pending: [.queued, .captured, .held, .challenged, .declined, .voided, .expired],
        // The window charged it, its risk stopped it, its payer could not pay, or the merchant took it back.
        .queued: [.captured, .challenged, .declined, .voided],
        .held: [.captured, .voided, .expired],
        .challenged: [.captured, .held, .declined, .voided, .expired],
    ]

    /// Whether a payment may go from `state` to `target`; `state` nil is its creation.
    package static func isLegal(from state: PaymentState?, to target: PaymentState) -> Bool {
        guard let state else { return first.contains(target) }
        // A refund changes amounts, never the state; so does money that comes twice, too late, or not enough.
        if state == target { return true }
        return next[state]?.contains(target) ?? false
    }
}
