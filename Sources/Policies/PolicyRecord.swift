package import Values

/// A version of a policy with who set it.
package struct PolicyRecord: Equatable, Sendable {
    package let version: PolicyVersion
    /// An operator's name, or `merchant`.
    package let author: String
    package let createdAt: Timestamp
}
