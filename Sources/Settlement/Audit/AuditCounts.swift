/// What the checks of one process have come to.
package struct AuditCounts: Sendable, Equatable {
    /// Rows looked at.
    package var rows: Int64 = 0
    /// Passes over all books.
    package var passes: Int64 = 0
    /// Rows and seconds of the last whole pass.
    package var passRows: Int64 = 0
    package var passSeconds: Int64 = 0
    /// What was found that a second look confirmed.
    package var findings: Int64 = 0
    /// Accounts that are frozen now.
    package var brokenAccounts: Int64 = 0

    package init() {}
}
