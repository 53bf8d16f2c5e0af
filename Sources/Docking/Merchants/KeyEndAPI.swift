import Deductions
import MariaDB
import Merchants

/// `POST /v1/merchant/keys/{key_id}/end`: lets a key verify nothing from now on.
struct KeyEndAPI: AnsweringEndpoint {
    let method = "POST"
    let path = PathPattern("/v1/merchant/keys/{key_id}/end")
    let merchants: any MerchantDesk

    func answer(_ call: Call) throws(Problem) -> Response {
        let claim = try call.headerClaim()
        try FieldReader(body: try call.json()).finish()
        guard let keyID = call.values.first else { throw Problem(.notFound) }
        // Whoever ended it could not ask what came of it, nor for another one.
        guard keyID != call.caller?.keyID else {
            throw Problem(.stateConflict, "This request is signed with it: sign with another one")
        }
        let end = KeyEnd(
            merchant: try call.merchant(), keyID: keyID, operatorName: nil,
            call: CallKey(key: claim.name.key, digest: claim.digest))
        let nonce = try call.nonce()
        let outcome = try changing { () throws(DatabaseFailure) in
            try merchants.end(end, nonce, call.request.deadline)
        }
        switch outcome {
        case .ended(let key): return response(key)
        case .repeated(let key): return response(key).replayed(true)
        case .keyMisused: throw Problem(.idempotencyMismatch)
        case .unknown: throw Problem(.notFound)
        }
    }

    private func response(_ key: MerchantKey) -> Response { .json(200) { key.write(into: &$0) } }
}
