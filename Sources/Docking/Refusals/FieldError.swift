/// A field that is at fault, and why, in words for the caller's programmer.
package struct FieldError: Sendable, Equatable {
    /// The name as sent, with dots between levels: "client.ip".
    package let field: String
    package let reason: String

    package init(_ field: String, _ reason: String) {
        self.field = field
        self.reason = reason
    }
}
