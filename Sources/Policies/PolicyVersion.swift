package import Values

/// A policy as it was set: the versions of a merchant's policy are numbered 1, 2, 3 … and never change.
package struct PolicyVersion: Equatable, Sendable {
    /// 0: nothing was ever set.
    package let number: Int64
    /// From when on it holds, until a version that holds from later on does.
    package let effectiveFrom: Timestamp
    package let policy: Policy

    /// Of merchants that never set one.
    package static let none = PolicyVersion(number: 0, effectiveFrom: Timestamp(microseconds: 0), policy: .builtIn)

    package init(number: Int64, effectiveFrom: Timestamp, policy: Policy) {
        self.number = number
        self.effectiveFrom = effectiveFrom
        self.policy = policy
    }
}
