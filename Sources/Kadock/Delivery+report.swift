import Events
import JSON
import Values

extension Delivery {
    /// Writes the members of a delivery for machines.
    func write(into writer: inout JSONWriter) {
        writer.field("event", event.text)
        writer.field("payment", payment.text)
        writer.field("version", version)
        writer.field("merchant", merchant.text)
        writer.field("state", state.rawValue)
        writer.field("attempts", Int64(attempts))
        writer.field("due_at", state == .waiting ? dueAt.rfc3339 : nil)
        if let lastStatus { writer.field("last_status", Int64(lastStatus)) } else { writer.null("last_status") }
        writer.field("last_error", lastError)
    }

    /// Tells people.
    func report() {
        Report.table([
            "event": event.text, "payment": payment.text, "version": String(version), "merchant": merchant.text,
            "state": state.rawValue, "tries": String(attempts),
            "due": state == .waiting ? dueAt.rfc3339 : "-",
            "last status": lastStatus.map(String.init) ?? "-", "last error": lastError ?? "-",
        ])
    }
}
