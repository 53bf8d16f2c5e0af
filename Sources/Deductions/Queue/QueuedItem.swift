package import Values

/// A payment in the queue of a batch window, or what became of it there.
package struct QueuedItem: Equatable, Sendable {
    /// What became of it in the queue.
    package enum State: String, Sendable, CaseIterable {
        case waiting
        /// Out of the ordinary: waits until an operator lets it go on.
        case stopped
        /// Charged at its window, together with the others of its payer.
        case posted
        /// Charged before its window, since its merchant asked for it.
        case promoted
        case cancelled
        /// The payer could not pay in any of the windows it was tried in.
        case declined
    }

    package let payment: Identifier
    package let merchant: Identifier
    package let payer: Identifier
    package let money: Money
    /// Minor units, taken from what the merchant gets.
    package let fee: Int64
    package var window: Timestamp
    /// Windows in which it may still be tried.
    package var tries: Int64
    package var state: State
    /// What it was charged with; only of a posted one.
    package var posting: Identifier?

    package init(
        payment: Identifier, merchant: Identifier, payer: Identifier, money: Money, fee: Int64, window: Timestamp,
        tries: Int64, state: State, posting: Identifier? = nil
    ) {
        self.payment = payment
        self.merchant = merchant
        self.payer = payer
        self.money = money
        self.fee = fee
        self.window = window
        self.tries = tries
        self.state = state
        self.posting = posting
    }

    /// Whether it is still to be charged.
    package var isOpen: Bool { state == .waiting || state == .stopped }
}
