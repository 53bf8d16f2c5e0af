import Deductions

/// `POST /v1/payments/{id}/increments`: sets more money aside for a payment that is held.
struct IncrementCreateAPI: PaymentChangeEndpoint {
    let path = PathPattern("/v1/payments/{id}/increments")
    let cashier: Cashier

    func command(_ call: Call) throws(Problem) -> any Command {
        let claim = try call.headerClaim()
        var reader = try FieldReader(body: try call.json())
        let amount = reader.required("amount", .amount)
        try reader.finish()
        guard let amount else { throw Problem(.invalidRequest) }
        return IncrementOrder(
            merchant: try call.merchant(), payment: try call.identifier(), amount: amount, caps: try call.caps(),
            claim: claim, nonce: try call.nonce())
    }
}
