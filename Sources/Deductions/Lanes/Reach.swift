import Ledger
package import Policies
package import Values

/// The rows a command must have locked before it is decided.
package struct Reach: Sendable {
    package var payments: Set<Identifier> = []
    /// Money on its way back to channels, to be settled.
    package var returns: Set<Identifier> = []
    /// Queued payments whose place in the queue may change.
    package var items: Set<Identifier> = []
    /// Payers whose wallets and state the decision depends on.
    package var payers: Set<Identifier> = []
    /// Merchants one of whose accounts may be debited.
    package var merchants: Set<Identifier> = []
    /// Days of merchants whose sums the decision depends on, whichever day it is when they are locked.
    package var todays: Set<Today> = []
    /// Merchants whose last payouts and withdrawals the decision depends on. Their accounts are locked too.
    package var payees: Set<Identifier> = []
    /// Logins that must still be free.
    package var logins: Set<Login> = []
    /// Merchants by whose versions callers were judged: read without lock, behind all locks.
    package var judged: Set<Identifier> = []
    /// Merchants whose accounts are only credited, which needs no lock by itself.
    package var credited: Set<Identifier> = []

    /// The present day on a merchant's calendar, of the payments in one currency.
    package struct Today: Hashable, Sendable {
        package let merchant: Identifier
        package let currency: Currency
        package let zone: Zone

        package init(merchant: Identifier, currency: Currency, zone: Zone) {
            self.merchant = merchant
            self.currency = currency
            self.zone = zone
        }

        /// The day that it is at a moment.
        package func key(at now: Timestamp) -> MerchantDay.Key {
            MerchantDay.Key(merchant: merchant, currency: currency, day: LocalTime(now, in: zone).day)
        }

        /// When the day that it is at a moment began.
        func start(at now: Timestamp) -> Timestamp {
            zone.time(wallSeconds: LocalTime(now, in: zone).day * 86_400)
        }
    }

    /// A login within a merchant.
    package struct Login: Hashable, Sendable {
        package let merchant: Identifier
        package let login: String

        package init(merchant: Identifier, login: String) {
            self.merchant = merchant
            self.login = login
        }
    }

    package init() {}

    mutating func formUnion(_ other: Reach) {
        payments.formUnion(other.payments)
        returns.formUnion(other.returns)
        items.formUnion(other.items)
        payers.formUnion(other.payers)
        merchants.formUnion(other.merchants)
        todays.formUnion(other.todays)
        payees.formUnion(other.payees)
        logins.formUnion(other.logins)
        judged.formUnion(other.judged)
        credited.formUnion(other.credited)
    }

    /// Locking some of the merchants a batch ends up writing, and touching the others at the end, would break the one
    /// order of locks. So a batch that must lock any locks them all; one that makes logins, too, whose rows come later.
    func inOneOrder() -> Reach {
        guard !merchants.isEmpty || !logins.isEmpty else { return self }
        var wider = self
        wider.merchants.formUnion(credited)
        return wider
    }
}
