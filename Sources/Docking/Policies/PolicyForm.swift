import JSON
import Policies
import Values

/// A policy as a merchant sends it: the document, and what is said about it.
struct PolicyForm: Sendable {
    let policy: Policy
    /// nil: from now on.
    let effectiveFrom: Timestamp?
    /// The version that it was made from; nil: whichever is the latest.
    let replacing: Int64?

    /// Reads and checks all of it; throws all mistakes at once.
    init(_ value: JSONValue) throws(Problem) {
        guard case .object(let members) = value else { throw Problem(.invalidRequest, "The body must be an object") }
        let own = ["version", "effective_from"]
        var reader = try FieldReader(body: .object(members.filter { own.contains($0.key) }))
        replacing = reader.optional("version", .integer(0...Int64.max))
        effectiveFrom = reader.optional("effective_from", .time)
        var errors = reader.allErrors()
        do throws(PolicyRefusal) {
            policy = try Policy(json: .object(members.filter { !own.contains($0.key) }))
        } catch {
            errors += error.faults.map { FieldError($0.path, $0.reason) }
            throw Problem(.invalidRequest, errors: errors)
        }
        guard errors.isEmpty else { throw Problem(.invalidRequest, errors: errors) }
    }
}
