/// How many commits were cut off, by what the fence told of them afterwards.
package struct LostCommits: Equatable, Sendable {
    package var committed: Int64 = 0
    package var lost: Int64 = 0

    package init() {}

    /// Leaves what has not been written down yet.
    mutating func subtract(_ other: LostCommits) {
        committed -= other.committed
        lost -= other.lost
    }
}
