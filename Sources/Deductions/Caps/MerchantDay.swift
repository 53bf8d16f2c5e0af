package import Values

/// What a merchant's payers were charged on one day, in one currency; kept from the day's first payment on that is
/// made under a cap.
package struct MerchantDay: Equatable, Sendable {
    /// Its name. Compared in the order of the table's primary key.
    package struct Key: Hashable, Comparable, Sendable {
        package let merchant: Identifier
        package let currency: Currency
        /// Days since 1970-01-01 on the merchant's own calendar.
        package let day: Int64

        package init(merchant: Identifier, currency: Currency, day: Int64) {
            self.merchant = merchant
            self.currency = currency
            self.day = day
        }

        package static func < (left: Key, right: Key) -> Bool {
            (left.merchant, left.currency.number, left.day) < (right.merchant, right.currency.number, right.day)
        }
    }

    package let key: Key
    /// Minor units: what is captured, held and queued of the payments that count on it, and what had been charged
    /// before the first of them.
    package var used: Int64

    package init(key: Key, used: Int64) {
        self.key = key
        self.used = used
    }
}
