package import Ledger
package import Values

/// Something in the books that does not agree with the rest.
package struct AuditFinding: Hashable, Sendable {
    /// The account that is broken, and is to be frozen alone. A system account is nobody's and only reported; nil: no
    /// single account is.
    package let account: AccountKey?
    package let figure: BookFigure
    /// The payment, top-up or posting that does not add up; nil: the account itself.
    package let object: Identifier?
    /// What the figure should be by everything else that is written.
    package let expected: Int64
    package let found: Int64

    init(_ account: AccountKey?, _ figure: BookFigure, of object: Identifier? = nil, expected: Int64, found: Int64) {
        self.account = account
        self.figure = figure
        self.object = object
        self.expected = expected
        self.found = found
    }

    /// As it was written down when the account was frozen.
    package init(_ freeze: AccountFreeze) {
        self.init(
            freeze.account, freeze.figure, of: freeze.object, expected: freeze.expected, found: freeze.found)
    }

    /// What is written down when it freezes its account; nil: it freezes none.
    func freeze(at now: Timestamp) -> AccountFreeze? {
        guard let account, !account.kind.isSystem else { return nil }
        return AccountFreeze(
            account: account, figure: figure, object: object, expected: expected, found: found, foundAt: now)
    }
}
