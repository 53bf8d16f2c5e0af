/// What one look at some rows came to.
package struct AuditLook: Sendable {
    /// How many rows were looked at.
    package var rows = 0
    /// How many accounts of merchants and of the system it held against the sums of their entries.
    var accounts = 0
    package var findings: [AuditFinding] = []
}
