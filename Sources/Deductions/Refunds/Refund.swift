package import Values

/// Money on its way back from a merchant to a payer.
package struct Refund: Equatable, Sendable {
    /// Whether the money has arrived. The ledger pays back at once; a channel may take its time or refuse.
    package enum State: String, Sendable { case succeeded, pending, failed }

    package let id: Identifier
    package let payment: Identifier
    package let merchant: Identifier
    /// The shop's own number, compared as bytes.
    package let outRefundNo: String
    package let money: Money
    package private(set) var state: State
    package let reason: String?
    package let createdAt: Timestamp

    package init(
        id: Identifier, payment: Identifier, merchant: Identifier, outRefundNo: String, money: Money, state: State,
        reason: String?, createdAt: Timestamp
    ) {
        self.id = id
        self.payment = payment
        self.merchant = merchant
        self.outRefundNo = outRefundNo
        self.money = money
        self.state = state
        self.reason = reason
        self.createdAt = createdAt
    }

    /// The same refund in another state.
    package func `in`(_ state: State) -> Refund {
        var other = self
        other.state = state
        return other
    }
}
