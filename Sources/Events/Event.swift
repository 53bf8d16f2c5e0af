package import Values

/// What happened to a payment: the payment's changing part as it was right after.
///
/// Holds no personal data and no fractions, so that a person can be forgotten and every language can recompute a leaf.
package struct Event: Equatable, Sendable {
    package let id: Identifier
    package let merchant: Identifier
    package let payment: Identifier
    /// The payment's version that this event made, from 1.
    package let version: Int64
    /// `payment.captured`, `payment.refunded` …
    package let type: String
    package let from: PaymentState?
    package let state: PaymentState
    package let money: Money
    package let held: Int64
    package let captured: Int64
    package let refunded: Int64
    package let fee: Int64
    package let surplus: Int64
    package let holdExpiresAt: Timestamp?
    package let declineCode: String?
    /// A JSON object with what else concerns this event, nil for none.
    package let data: [UInt8]?
    package let createdAt: Timestamp

    package init(
        id: Identifier, merchant: Identifier, payment: Identifier, version: Int64, type: String, from: PaymentState?,
        state: PaymentState, money: Money, held: Int64, captured: Int64, refunded: Int64, fee: Int64, surplus: Int64,
        holdExpiresAt: Timestamp?, declineCode: String?, data: [UInt8]?, createdAt: Timestamp
    ) {
        self.id = id
        self.merchant = merchant
        self.payment = payment
        self.version = version
        self.type = type
        self.from = from
        self.state = state
        self.money = money
        self.held = held
        self.captured = captured
        self.refunded = refunded
        self.fee = fee
        self.surplus = surplus
        self.holdExpiresAt = holdExpiresAt
        self.declineCode = declineCode
        self.data = data
        self.createdAt = createdAt
    }
}
