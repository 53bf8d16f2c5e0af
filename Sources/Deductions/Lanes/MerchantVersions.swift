import Values

/// What a lane remembers of merchants' versions for as long as the directory's version stands.
///
/// Whoever raises a merchant's version raises the directory's in the same transaction: while that is what it was, so
/// are they, and one row tells of all of them.
struct MerchantVersions {
    private var directory: Int64?
    private(set) var known: [Identifier: Int64] = [:]

    /// Of these merchants those that have to be asked for, sorted, with the directory as it is now.
    mutating func missing(_ merchants: Set<Identifier>, directory current: Int64) -> [Identifier] {
        if directory != current {
            known.removeAll(keepingCapacity: true)
            directory = current
        }
        return merchants.filter { known[$0] == nil }.sorted()
    }

    /// Takes in what was read after the directory's version.
    mutating func learn(_ versions: [Identifier: Int64]) { known.merge(versions) { $1 } }
}
