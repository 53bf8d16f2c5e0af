import Ledger
import Values

/// What was found and freezes nothing, or nothing more: told once, and looked at again when it has changed.
struct KnownTroubles {
    /// What stays the same while payments go on: by how much a figure is off.
    private struct Trouble: Hashable {
        let account: AccountKey?
        let figure: BookFigure
        let object: Identifier?
        let difference: Int64

        init(_ finding: AuditFinding) {
            account = finding.account
            figure = finding.figure
            object = finding.object
            difference = finding.expected &- finding.found
        }
    }

    private var told: Set<Trouble> = []
    /// Those of them that were seen since the last pass began.
    private var seen: Set<Trouble> = []

    mutating func isNew(_ finding: AuditFinding) -> Bool {
        let trouble = Trouble(finding)
        if told.contains(trouble) { seen.insert(trouble) }
        return !told.contains(trouble)
    }

    mutating func add(_ finding: AuditFinding) {
        told.insert(Trouble(finding))
        seen.insert(Trouble(finding))
    }

    /// What a whole pass has not seen is over.
    mutating func endPass() {
        told = seen
        seen = []
    }
}
