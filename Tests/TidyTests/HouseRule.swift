import Testing

/// A rule of the house: what it says, who may break it and why, and how it is checked.
struct HouseRule: Sendable, CustomTestStringConvertible {
    let says: String
    /// Beginnings of paths that may break it, each with its reason.
    var exceptions: [String: String] = [:]
    /// A small tree that breaks it: a rule that nothing breaks proves nothing.
    let breach: Tree
    let find: @Sendable (Tree) -> [Violation]

    var testDescription: String { says }

    /// Where the rule is broken without leave, and leave that nobody needs any more.
    func violations(in tree: Tree) -> [Violation] {
        let found = find(tree)
        let stale = exceptions.keys.filter { path in !found.contains { $0.path.hasPrefix(path) } }
        return found.filter { violation in !exceptions.keys.contains { violation.path.hasPrefix($0) } }
            + stale.map { Violation($0, "has leave to break this rule, and does not") }
    }

    static let all = place + size + types + imports + database + writing + description
}
