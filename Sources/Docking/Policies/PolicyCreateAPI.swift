import Deductions
import JSON
import MariaDB
import Merchants
import Policies
import Threading

/// `POST /v1/policy`: sets a version of the merchant's deduction policy.
struct PolicyCreateAPI: AnsweringEndpoint {
    let method = "POST"
    let path = PathPattern("/v1/policy")
    let policies: any PolicyDesk

    func answer(_ call: Call) throws(Problem) -> Response {
        let claim = try call.headerClaim()
        let change = PolicyChange(
            merchant: try call.merchant(), document: try document(try call.json()), operatorName: nil,
            key: PolicyKey(key: claim.name.key, digest: claim.digest))
        guard let outcome = try set(change, try call.nonce(), call.request.deadline) else { throw Problem(.replayed) }
        switch outcome {
        case .set(let version): return response(version)
        case .repeated(let version): return response(version).replayed(true)
        case .keyMisused: throw Problem(.idempotencyMismatch)
        case .overtaken(let latest):
            throw Problem(.stateConflict, "The latest version is \(latest)")
        case .feesRefused:
            throw Problem(.invalidRequest, errors: [FieldError("fees", "are the platform's to set")])
        }
    }

    private func set(
        _ change: PolicyChange, _ nonce: NonceClaim?, _ deadline: Deadline
    ) throws(Problem) -> PolicyChange.Outcome? {
        do throws(DatabaseFailure) {
            return try policies.set(change, nonce, deadline)
        } catch {
            // Cut off in COMMIT, it may have been set: the same request again gets to know.
            throw Problem(error.kind == .connectionLost ? .outcomePending : .unavailable, cause: error.description)
        }
    }

    private func document(_ json: JSONValue) throws(Problem) -> PolicyDocument {
        do throws(PolicyRefusal) {
            return try PolicyDocument(json: json)
        } catch {
            throw Problem(.invalidRequest, errors: error.faults.map { FieldError($0.path, $0.reason) })
        }
    }

    private func response(_ version: PolicyVersion) -> Response {
        .json(201, capacity: 2048) { version.write(into: &$0) }
    }
}
