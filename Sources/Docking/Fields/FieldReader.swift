import JSON

/// Takes a JSON object apart field by field and remembers everything that is wrong with it, so that a caller learns
/// of all mistakes at once. What nobody asked for is a mistake too: a field that is silently ignored is one that
/// somebody relies on (`"status": "paid"`).
struct FieldReader {
    private let members: [JSONMember]
    private var isRead: [Bool]
    private(set) var errors: [FieldError] = []

    /// nil: not an object.
    init?(_ value: JSONValue) {
        guard case .object(let members) = value else { return nil }
        self.members = members
        isRead = [Bool](repeating: false, count: members.count)
    }

    /// The object of a request's body.
    init(body value: JSONValue) throws(Problem) {
        guard let reader = FieldReader(value) else {
            throw Problem(.invalidRequest, "The body must be an object")
        }
        self = reader
    }

    /// A field that must be there. nil: it is not, or is not right, and the error is noted.
    mutating func required<Value>(_ name: String, _ rule: FieldRule<Value>) -> Value? {
        guard let position = position(of: name) else {
            errors.append(FieldError(name, "missing"))
            return nil
        }
        return read(name, position, rule)
    }

    /// A field that may be left out, which is not the same as null.
    mutating func optional<Value>(_ name: String, _ rule: FieldRule<Value>) -> Value? {
        position(of: name).flatMap { read(name, $0, rule) }
    }

    /// Notes a mistake that no single rule can see.
    mutating func refuse(_ name: String, _ reason: String) { errors.append(FieldError(name, reason)) }

    /// Everything wrong with the object, with whatever was not asked for.
    func allErrors() -> [FieldError] {
        errors + zip(members, isRead).filter { !$0.1 }.map { FieldError($0.0.key, "unknown") }
    }

    /// Ends the reading: throws if anything was wrong.
    func finish() throws(Problem) {
        let errors = allErrors()
        guard errors.isEmpty else { throw Problem(.invalidRequest, errors: errors) }
    }

    private mutating func read<Value>(_ name: String, _ position: Int, _ rule: FieldRule<Value>) -> Value? {
        isRead[position] = true
        switch rule.read(members[position].value) {
        case .value(let value): return value
        case .refused(let reason): errors.append(FieldError(name, reason))
        case .refusedInside(let inner): errors += inner.map { FieldError(name + "." + $0.field, $0.reason) }
        }
        return nil
    }

    /// By bytes: Swift calls names equal that no other program does.
    private func position(of name: String) -> Int? {
        members.firstIndex { $0.key.utf8.elementsEqual(name.utf8) }
    }
}
