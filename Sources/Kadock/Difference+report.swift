import JSON
import Settlement
import Values

extension Difference {
    /// One line for people.
    func report() {
        func text(_ money: Money?) -> String { money.map { "\($0.minor) \($0.currency.code)" } ?? "nothing" }
        let what = resolution.map { "  \($0.rawValue)" } ?? ""
        let who = [proposedBy, approvedBy].compactMap(\.self).joined(separator: ", ")
        print(
            "\(id)  \(channel)  \(key.kind.rawValue)  \(key.number)  \(nature.rawValue)  ours \(text(ours)), theirs "
                + "\(text(theirs))  \(state.rawValue)\(what)\(who.isEmpty ? "" : "  by \(who)")")
    }

    /// All of it for machines.
    func write(into writer: inout JSONWriter) {
        writer.field("id", id)
        writer.field("channel", channel)
        writer.field("kind", key.kind.rawValue)
        writer.field("trade_no", key.number)
        writer.field("difference", nature.rawValue)
        if let ours { writer.object("ours") { ours.write(into: &$0) } }
        if let theirs { writer.object("theirs") { theirs.write(into: &$0) } }
        writer.field("state", state.rawValue)
        writer.field("resolution", resolution?.rawValue)
        writer.field("payment", payment?.text)
        writer.field("note", note)
        writer.field("proposed_by", proposedBy)
        writer.field("approved_by", approvedBy)
        writer.field("opened_at", openedAt.rfc3339)
        writer.field("resolved_at", resolvedAt?.rfc3339)
    }
}

extension Money {
    fileprivate func write(into writer: inout JSONWriter) {
        writer.field("amount", minor)
        writer.field("currency", currency.code)
    }
}
