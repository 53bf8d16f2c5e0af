import JSON

/// Takes an object of a policy apart: what is missing has a default, what is unknown or wrong is a fault.
struct PolicyReader {
    let path: String
    let faults: PolicyFaults
    private let members: [JSONMember]

    /// Anything but an object is a fault and reads like an empty one.
    init(_ value: JSONValue, at path: String, _ faults: PolicyFaults) {
        self.path = path
        self.faults = faults
        if case .object(let members) = value {
            self.members = members
        } else {
            members = []
            faults.add(path, "must be an object")
        }
    }

    /// Notes what nobody reads.
    func finish(_ known: String...) {
        for member in members where !known.contains(where: { $0.utf8.elementsEqual(member.key.utf8) }) {
            faults.add(place(member.key), "unknown")
        }
    }

    /// A member that may be left out; null is the same as left out where `orNull` says so.
    func read<Value>(_ name: String, _ rule: PolicyMember<Value>, orNull: Bool = false) -> Value? {
        guard let value = member(name) else { return nil }
        if orNull, value == .null { return nil }
        if let result = rule.read(value) { return result }
        faults.add(place(name), rule.demand)
        return nil
    }

    /// An object inside this one.
    func object(_ name: String) -> PolicyReader? {
        member(name).map { PolicyReader($0, at: place(name), faults) }
    }

    /// The objects of an array, or the faults that it holds.
    func objects(_ name: String, atMost limit: Int) -> [PolicyReader] {
        guard let value = member(name) else { return [] }
        guard case .array(let values) = value, values.count <= limit else {
            faults.add(place(name), "must be an array of at most \(limit)")
            return []
        }
        return values.enumerated().map { PolicyReader($1, at: "\(place(name))[\($0)]", faults) }
    }

    /// All members, by name.
    var all: [JSONMember] { members }

    func place(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    private func member(_ name: String) -> JSONValue? {
        members.first { $0.key.utf8.elementsEqual(name.utf8) }?.value
    }
}
