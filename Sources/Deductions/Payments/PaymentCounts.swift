/// How many payments a merchant has.
package struct PaymentCounts: Equatable, Sendable {
    /// In all.
    package let total: Int
    /// Since the day began.
    package let today: Int
    /// On the day before.
    package let yesterday: Int

    package init(total: Int, today: Int, yesterday: Int) {
        self.total = total
        self.today = today
        self.yesterday = yesterday
    }
}
