/// The members of an object that is being read, all with different names.
///
/// Few names are compared one by one, which costs less than hashing. From `linearLimit` on a set keeps the search
/// from becoming quadratic; it holds bytes, as a set of strings would merge canonical equivalents.
struct DistinctMembers {
    private static let linearLimit = 64

    private(set) var all: [JSONMember] = []
    private var names: Set<[UInt8]> = []

    func contains(_ key: String) -> Bool {
        guard names.isEmpty else { return names.contains(Array(key.utf8)) }
        for member in all where member.key.hasSameBytes(as: key) { return true }
        return false
    }

    mutating func append(_ member: JSONMember) {
        if all.isEmpty { all.reserveCapacity(12) }
        all.append(member)
        if !names.isEmpty {
            names.insert(Array(member.key.utf8))
        } else if all.count == Self.linearLimit {
            names = Set(all.map { Array($0.key.utf8) })
        }
    }
}
