/// One thing that is wrong with a policy, and where.
package struct PolicyFault: Error, Equatable, Sendable {
    /// As `rules[2].hold_seconds`.
    package let path: String
    package let reason: String
}
