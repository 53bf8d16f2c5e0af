import Deductions

/// `POST /v1/payments/{id}/extensions`: gives a hold another end, counted from now.
struct ExtensionCreateAPI: PaymentChangeEndpoint {
    let path = PathPattern("/v1/payments/{id}/extensions")
    let cashier: Cashier

    func command(_ call: Call) throws(Problem) -> any Command {
        let claim = try call.headerClaim()
        var reader = try FieldReader(body: try call.json())
        let seconds = reader.required("hold_seconds", .holdSeconds)
        try reader.finish()
        guard let seconds else { throw Problem(.invalidRequest) }
        return ExtensionOrder(
            merchant: try call.merchant(), payment: try call.identifier(), seconds: seconds, claim: claim,
            nonce: try call.nonce())
    }
}
