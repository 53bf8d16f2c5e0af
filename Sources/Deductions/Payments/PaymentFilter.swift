package import Values

/// Which of a merchant's payments are listed, newest first.
package struct PaymentFilter: Sendable {
    package let merchant: Identifier
    package var state: PaymentState?
    package var mode: Mode?
    /// Created at or after.
    package var from: Timestamp?
    /// Created before.
    package var to: Timestamp?
    /// Only payments older than this one.
    package var before: Identifier?
    package var limit = 20

    package init(merchant: Identifier) { self.merchant = merchant }
}
