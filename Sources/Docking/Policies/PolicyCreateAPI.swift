import Deductions
import JSON
import Merchants
import Policies

/// `POST /v1/policy`: sets a version of the merchant's deduction policy.
struct PolicyCreateAPI: AnsweringEndpoint {
    let method = "POST"
    let path = PathPattern("/v1/policy")
    let policies: PolicyDesk

    func answer(_ call: Call) throws(Problem) -> Response {
        let claim = try call.headerClaim()
        let form = try PolicyForm(try call.json())
        let change = PolicyChange(
            merchant: try call.merchant(), policy: form.policy, effectiveFrom: form.effectiveFrom,
            replacing: form.replacing, author: "merchant",
            key: PolicyKey(key: claim.name.key, digest: claim.digest))
        switch try policies.set(change, try call.nonce(), call.request.deadline) {
        case .set(let version): return response(version)
        case .repeated(let version): return response(version).replayed(true)
        case .keyMisused: throw Problem(.idempotencyMismatch)
        case .overtaken(let latest):
            throw Problem(.stateConflict, "The latest version is \(latest)")
        }
    }

    private func response(_ version: PolicyVersion) -> Response {
        .json(201, capacity: 2048) { version.write(into: &$0) }
    }
}
