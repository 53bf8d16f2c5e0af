import Deductions
import JSON
import Settlement
import Values

extension BatchWindow {
    /// One line for people.
    func report() {
        let why = reasons.map { "\($0.figure.rawValue) \($0.value) (usually \($0.usual))" }.joined(separator: ", ")
        let who = releasedBy.map { "  let go on by \($0)" } ?? ""
        print(
            "\(key.opensAt.rfc3339)  \(key.merchant.text)  \(key.currency.code)  \(state.rawValue)  "
                + "\(seen.count) payments of \(seen.amount)  \(why)\(who)")
    }

    /// All of it for machines.
    func write(into writer: inout JSONWriter) {
        writer.field("merchant", key.merchant.text)
        writer.field("currency", key.currency.code)
        writer.field("window", key.opensAt.rfc3339)
        writer.field("state", state.rawValue)
        writer.field("count", seen.count)
        writer.field("amount", seen.amount)
        writer.field("new_payers", seen.newPayers)
        writer.field("largest", seen.largest)
        writer.array("reasons") { writer in
            for reason in reasons { writer.object { reason.write(into: &$0) } }
        }
        writer.field("released_by", releasedBy)
        writer.field("charged_count", chargedCount)
        writer.field("charged_amount", chargedAmount)
        writer.field("declined_count", declinedCount)
    }
}
