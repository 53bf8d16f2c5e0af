import JSON
import Ledger
import Settlement
import Values

extension AuditFinding {
    /// One line for people.
    var words: String {
        let name = account.map { "\($0.kind.name) \($0.owner.text) \($0.currency.code)" } ?? "books"
        let what = object.map { " of \($0.text)" } ?? ""
        return "\(name)  \(figure.rawValue)\(what)  should be \(expected), is \(found)"
    }

    /// All of it for machines.
    func write(into writer: inout JSONWriter) {
        writer.field("owner", account?.owner.text)
        writer.field("kind", account?.kind.name)
        writer.field("currency", account?.currency.code)
        writer.field("figure", figure.rawValue)
        writer.field("object", object?.text)
        writer.field("expected", expected)
        writer.field("found", found)
    }
}
