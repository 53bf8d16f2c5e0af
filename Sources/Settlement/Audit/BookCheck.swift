import Ledger
package import MariaDB
import Values

/// One pass over all books at full speed, and the invariants of money beside it.
package struct BookCheck: Sendable {
    /// What does not add up, by two looks; `isFrozen`: its account is frozen.
    package private(set) var broken: [(finding: AuditFinding, isFrozen: Bool)] = []
    /// Rows looked at.
    package private(set) var rows: [AuditStage: Int] = [:]
    /// The invariants I5 to I12 that do not hold.
    package private(set) var violated: [String] = []

    private static let rowsAtOnce = 5_000

    package var isWhole: Bool { broken.isEmpty && violated.isEmpty }

    /// `freezes`: what is broken is frozen, else all of this only reads.
    package init(freezes: Bool, _ session: Session) throws(DatabaseFailure) {
        var pass = AuditPass()
        while !pass.isDone {
            for finding in try pass.step(limit: Self.rowsAtOnce, session).findings {
                switch try AuditVerdict.of(finding, freezes: freezes, session) {
                case .whole: break
                case .froze(let standing), .stands(let standing): broken.append((standing, false))
                }
            }
        }
        rows = pass.rows
        let frozen = Set(try FreezeStore.open(session).map(\.account))
        broken = broken.map { ($0.finding, $0.finding.account.map(frozen.contains) ?? false) }
        violated = try Invariant.violated(session, of: 5...12)
    }
}
