package import Values

/// The versions of a merchant's policy that hold now or will.
package struct PolicySchedule: Equatable, Sendable {
    /// In the order in which they begin to hold.
    package let versions: [PolicyVersion]

    /// Of merchants that never set one.
    package static let none = PolicySchedule([])

    package init(_ versions: [PolicyVersion]) {
        self.versions = versions.sorted { ($0.effectiveFrom, $0.number) < ($1.effectiveFrom, $1.number) }
    }

    /// The version that holds at a moment.
    package func version(at time: Timestamp) -> PolicyVersion {
        versions.last { $0.effectiveFrom <= time } ?? .none
    }
}
