/// What a pass over the books looks at, one after the other.
package enum AuditStage: String, Sendable, CaseIterable {
    case wallets, payments, refunds, topups
    /// What was posted for batch windows.
    case windows
    case entries
    /// Merchants' accounts and the system's: the sums of all entries.
    case accounts
}
