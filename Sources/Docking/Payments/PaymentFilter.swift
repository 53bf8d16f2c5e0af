package import Values

/// Which of a merchant's payments are wanted; nil is no condition.
package struct PaymentFilter: Equatable, Sendable {
    package var outTradeNo: String?
    package var state: PaymentState?
    package var mode: Mode?
    /// Made at this moment or later.
    package var from: Timestamp?
    /// Made before this moment.
    package var to: Timestamp?
    /// Only what is older than this payment.
    package var before: Identifier?
    package var limit: Int

    package init(limit: Int) { self.limit = limit }
}
