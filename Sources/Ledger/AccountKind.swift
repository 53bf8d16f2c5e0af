/// What an account is for; the number is what the database holds.
package enum AccountKind: Int64, Sendable, CaseIterable {
    /// A payer's money.
    case wallet = 1
    /// A merchant's captured money before it is paid out.
    case pending = 2
    /// A merchant's money it may use.
    case available = 3
    /// A merchant's disputed or suspended money.
    case reserved = 4
    /// Of the system: the other side of money that enters or leaves Kadock.
    case world = 10
    /// Of the system: what Kadock earned.
    case fees = 11
    /// Of the system: money on its way to payees.
    case clearing = 12

    /// In the words of operators and logs.
    package var name: String { "\(self)" }

    /// Reads what `name` writes; nil for anything else.
    package init?(name: String) {
        guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = kind
    }

    /// System accounts have no row of their own and may go below zero.
    package var isSystem: Bool { rawValue >= 10 }
}
