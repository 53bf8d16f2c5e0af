package import Values

/// An event that its merchant is to be told of.
package struct Delivery: Equatable, Sendable {
    /// How far it has come.
    package enum State: String, Sendable, CaseIterable {
        case waiting, delivered, dead
    }

    package let event: Identifier
    package let payment: Identifier
    /// The payment's version that the event made, from 1.
    package let version: Int64
    package let merchant: Identifier
    package let state: State
    /// When the next try begins; of one that is being sent, when another sender may take it.
    package let dueAt: Timestamp
    /// Tries that have an outcome.
    package let attempts: Int
    package let lastStatus: Int?
    package let lastError: String?

    package init(
        event: Identifier, payment: Identifier, version: Int64, merchant: Identifier, state: State, dueAt: Timestamp,
        attempts: Int, lastStatus: Int?, lastError: String?
    ) {
        self.event = event
        self.payment = payment
        self.version = version
        self.merchant = merchant
        self.state = state
        self.dueAt = dueAt
        self.attempts = attempts
        self.lastStatus = lastStatus
        self.lastError = lastError
    }
}
