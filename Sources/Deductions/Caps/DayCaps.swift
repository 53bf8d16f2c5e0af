package import Merchants
package import Policies
package import Values

/// How much a merchant's payers may be charged on one day, as it was agreed when the command was judged.
package struct DayCaps: Equatable, Sendable {
    /// Whose days are meant.
    let zone: Zone
    /// Minor units by currency.
    package let minor: [Currency: Int64]

    /// nil: there are none.
    package init?(_ minor: [Currency: Int64], in zone: Zone) {
        guard !minor.isEmpty else { return nil }
        self.zone = zone
        self.minor = minor
    }

    /// The caps of a merchant, on days in the zone of its policy; nil: it has none.
    package init?(of merchant: Merchant, by policy: PolicyVersion) {
        self.init(merchant.settings.dayCaps, in: policy.policy.zone)
    }

    /// The days that must be locked to charge in one of these currencies; nil: in any that has a cap.
    func todays(of merchant: Identifier, in currency: Currency? = nil) -> Set<Reach.Today> {
        let currencies = currency.map { minor[$0] == nil ? [] : [$0] } ?? Array(minor.keys)
        return Set(currencies.map { Reach.Today(merchant: merchant, currency: $0, zone: zone) })
    }
}

extension DayCaps? {
    /// As `DayCaps.todays`; where there are no caps there is nothing to lock.
    func todays(of merchant: Identifier, in currency: Currency? = nil) -> Set<Reach.Today> {
        self?.todays(of: merchant, in: currency) ?? []
    }
}
