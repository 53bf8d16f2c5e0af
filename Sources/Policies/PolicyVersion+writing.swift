package import JSON
import Values

extension PolicyVersion {
    /// Writes the policy's members, with which version it is and since when it holds.
    package func write(into writer: inout JSONWriter) {
        writer.field("version", number)
        writer.field("effective_from", effectiveFrom.rfc3339)
        policy.write(into: &writer)
    }
}
