package import JSON
package import Values

/// A policy as somebody sends it: the policy itself, and what is said about it.
package struct PolicyDocument: Equatable, Sendable {
    package let policy: Policy
    /// Whether it says anything about fees; if not, they stay as they are.
    package let namesFees: Bool
    /// nil: from now on.
    package let effectiveFrom: Timestamp?
    /// The version that it was made from; nil: whichever is the latest.
    package let replacing: Int64?

    /// Reads what `GET /v1/policy` answers, too; throws everything that is wrong with it.
    package init(json value: JSONValue) throws(PolicyRefusal) {
        let own = ["version", "effective_from"]
        let faults = PolicyFaults()
        var inner: [JSONMember] = []
        var outer: [JSONMember] = []
        if case .object(let members) = value {
            for member in members {
                if own.contains(where: { $0.utf8.elementsEqual(member.key.utf8) }) {
                    outer.append(member)
                } else {
                    inner.append(member)
                }
            }
        } else {
            faults.add("", "must be an object")
        }
        let reader = PolicyReader(.object(outer), at: "", faults)
        replacing = reader.read("version", .integer(0...Int64.max))
        effectiveFrom = reader.read("effective_from", .time)
        policy = Policy(PolicyReader(.object(inner), at: "", faults))
        namesFees = inner.contains { $0.key == "fees" }
        guard faults.all.isEmpty else { throw PolicyRefusal(faults: faults.all) }
    }
}
