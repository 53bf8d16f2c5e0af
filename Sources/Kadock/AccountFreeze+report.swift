import JSON
import Ledger
import Settlement
import Values

extension AccountFreeze {
    /// One line for people.
    func report() {
        let who = release.map { "  released by \($0.by) at \($0.at.rfc3339)" } ?? "  frozen"
        let why = release?.note.map { ": \($0)" } ?? ""
        print("\(foundAt.rfc3339)  \(AuditFinding(self).words)\(who)\(why)")
    }

    /// All of it for machines.
    func write(into writer: inout JSONWriter) {
        AuditFinding(self).write(into: &writer)
        writer.field("found_at", foundAt.rfc3339)
        writer.field("released_by", release?.by)
        writer.field("released_at", release?.at.rfc3339)
        writer.field("note", release?.note)
    }
}
