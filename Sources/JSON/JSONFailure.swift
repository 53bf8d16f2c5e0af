/// Why bytes are not the JSON that is accepted here, or why a value has no canonical form.
package struct JSONFailure: Error, Equatable, Sendable {
    /// How many bytes were read before the trouble was met; 0 for a value that cannot be written.
    package let offset: Int
    /// A few words for people, without any of the input.
    package let reason: String

    init(offset: Int, reason: String) {
        self.offset = offset
        self.reason = reason
    }
}
