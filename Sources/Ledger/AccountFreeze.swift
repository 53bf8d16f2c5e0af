package import Values

/// An account that was frozen since its books were broken.
package struct AccountFreeze: Equatable, Sendable {
    /// Who let it go, and when.
    package struct Release: Equatable, Sendable {
        package let by: String
        package let at: Timestamp
        /// Why it was released although it was still broken; nil: it was whole again.
        package let note: String?

        package init(by: String, at: Timestamp, note: String? = nil) {
            self.by = by
            self.at = at
            self.note = note
        }
    }

    package let account: AccountKey
    package let figure: BookFigure
    /// The payment or posting that does not add up; nil: the account itself.
    package let object: Identifier?
    /// What the figure should be by everything else that is written.
    package let expected: Int64
    package let found: Int64
    package let foundAt: Timestamp
    /// nil: it is frozen still.
    package let release: Release?

    package init(
        account: AccountKey, figure: BookFigure, object: Identifier?, expected: Int64, found: Int64,
        foundAt: Timestamp, release: Release? = nil
    ) {
        self.account = account
        self.figure = figure
        self.object = object
        self.expected = expected
        self.found = found
        self.foundAt = foundAt
        self.release = release
    }
}
