package import Values

/// The name of an account: whose, what for, in which currency.
package struct AccountKey: Hashable, Sendable, Comparable {
    package let owner: Identifier
    package let kind: AccountKind
    package let currency: Currency

    package init(_ owner: Identifier, _ kind: AccountKind, _ currency: Currency) {
        self.owner = owner
        self.kind = kind
        self.currency = currency
    }

    /// An account of the system itself.
    package static func system(_ kind: AccountKind, _ currency: Currency) -> AccountKey {
        AccountKey(.system, kind, currency)
    }

    /// The order of the tables' primary keys, which is the order in which rows are locked.
    package static func < (left: AccountKey, right: AccountKey) -> Bool {
        (left.owner.number, left.kind.rawValue, left.currency.number)
            < (right.owner.number, right.kind.rawValue, right.currency.number)
    }
}
