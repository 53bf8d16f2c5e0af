import Deductions
import Payers

/// `POST /v1/payers`: makes a payer of the merchant's own.
struct PayerCreateAPI: CommandEndpoint {
    let method = "POST"
    let path = PathPattern("/v1/payers")
    // Hashing a PIN is slow by design.
    let takesLong = true
    let hasher: PINHasher

    func command(_ call: Call) throws(Problem) -> any Command {
        let claim = try call.headerClaim()
        var reader = try FieldReader(body: try call.json())
        let login = reader.required("login", .login)
        let digits = reader.required("pin", .pin)
        let currency = reader.required("currency", .currency)
        try reader.finish()
        guard let login, let digits, let currency else { throw Problem(.invalidRequest) }
        return PayerOrder(
            owner: try call.merchant(), login: login, pin: try hasher.hash(digits, call.request.deadline),
            currency: currency, claim: claim, nonce: try call.nonce())
    }

    func response(_ outcome: Outcome) -> Response? {
        guard case .payer(let payer) = outcome else { return nil }
        return .json(201) { payer.write(into: &$0) }
    }
}
