package import Ledger
package import Values

/// A merchant's `available` money in one currency, on its way out to the payee.
package struct Withdrawal: Equatable, Sendable {
    /// Its posting's name too.
    package let id: Identifier
    package let merchant: Identifier
    package let day: CivilDate
    package let money: Money
    package let createdAt: Timestamp

    package init(id: Identifier, merchant: Identifier, day: CivilDate, money: Money, createdAt: Timestamp) {
        self.id = id
        self.merchant = merchant
        self.day = day
        self.money = money
        self.createdAt = createdAt
    }

    package var source: AccountKey { AccountKey(merchant, .available, money.currency) }
}
