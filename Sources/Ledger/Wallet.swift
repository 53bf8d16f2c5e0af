package import Values

/// A payer's account in one currency.
package struct Wallet: Equatable, Sendable {
    package let payer: Identifier
    package let currency: Currency
    /// Minor units, frozen money included.
    package var balance: Int64
    /// The frozen part: the sum of the payer's open holds.
    package var held: Int64
    /// How far the balance may fall below zero (授信额度).
    package var creditLimit: Int64
    /// How far it may be below zero all told: the credit limit, or as deep as it was when that was lowered below what
    /// was owed. The database checks that it is not deeper.
    package var debtLimit: Int64
    package var version: Int64
    /// The sum of the payer's queued payments that nothing is set aside for.
    package var queued: Int64
    /// Its books were found broken: nobody touches it until an operator has released it.
    package var isFrozen: Bool

    package init(
        payer: Identifier, currency: Currency, balance: Int64 = 0, held: Int64 = 0, creditLimit: Int64 = 0,
        debtLimit: Int64? = nil, version: Int64 = 0, queued: Int64 = 0, isFrozen: Bool = false
    ) {
        self.payer = payer
        self.currency = currency
        self.balance = balance
        self.held = held
        self.creditLimit = creditLimit
        self.debtLimit = debtLimit ?? creditLimit
        self.version = version
        self.queued = queued
        self.isFrozen = isFrozen
    }

    package var key: AccountKey { AccountKey(payer, .wallet, currency) }

    /// What can be taken now. Below zero if the credit limit was lowered below what is owed.
    package var available: Int64 { balance - held + creditLimit }

    /// Whether it is no deeper than it may be.
    package var isCovered: Bool { balance - held + debtLimit >= 0 }
}
