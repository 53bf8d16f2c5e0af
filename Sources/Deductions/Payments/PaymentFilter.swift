package import Values

/// Which of a merchant's payments are listed, newest first.
package struct PaymentFilter: Sendable {
    package let merchant: Identifier
    /// In one of these states; nil: in any.
    package var states: [PaymentState]?
    /// Whether all that was captured has been refunded; nil: either.
    package var isRefunded: Bool?
    package var mode: Mode?
    package var currency: Currency?
    /// Created at or after.
    package var from: Timestamp?
    /// Created before.
    package var to: Timestamp?
    /// Only payments older than this one.
    package var before: Identifier?
    package var limit = 20
    /// How many of the newest that pass are left out.
    package var offset = 0

    package init(merchant: Identifier) { self.merchant = merchant }
}
