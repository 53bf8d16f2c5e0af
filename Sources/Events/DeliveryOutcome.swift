import Values

/// What came of a try to deliver an event.
package struct DeliveryOutcome: Equatable, Sendable {
    /// What follows.
    package enum Next: Equatable, Sendable {
        case delivered
        /// Another try after so many microseconds.
        case again(Int64)
        case dead
    }

    /// As it was taken.
    package let delivery: Delivery
    package let next: Next
    package let status: Int?
    package let error: String?

    /// Whether no other try follows.
    var isSettled: Bool {
        switch next {
        case .delivered, .dead: true
        case .again: false
        }
    }

    package init(delivery: Delivery, next: Next, status: Int?, error: String?) {
        self.delivery = delivery
        self.next = next
        self.status = status
        self.error = error
    }
}
