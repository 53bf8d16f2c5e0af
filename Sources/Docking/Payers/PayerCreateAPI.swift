import Deductions
import Payers

/// `POST /v1/payers`: makes a payer of the merchant's own.
struct PayerCreateAPI: Endpoint {
    let method = "POST"
    let path = PathPattern("/v1/payers")
    let desk: any CommandDesk
    let hasher: PINHasher

    func answer(_ call: Call) throws(Problem) -> Response {
        let claim = try call.headerClaim()
        var reader = try FieldReader(body: try call.json())
        let login = reader.required("login", .login)
        let digits = reader.required("pin", .pin)
        let currency = reader.required("currency", .currency)
        try reader.finish()
        guard let login, let digits, let currency else { throw Problem(.invalidRequest) }
        let order = PayerOrder(
            owner: try call.merchant(), login: login, pin: try hasher.hash(digits, call.request.deadline),
            currency: currency, claim: claim, nonce: try call.nonce())
        let (outcome, isReplay) = try desk.submit(order, call.request.deadline).decision()
        guard case .payer(let payer) = outcome else { throw Problem(.idempotencyMismatch) }
        return Response.json(201) { payer.write(into: &$0) }.replayed(isReplay)
    }
}
