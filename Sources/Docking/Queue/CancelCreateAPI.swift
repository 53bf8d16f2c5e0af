import Deductions

/// `POST /v1/payments/{id}/cancel`: takes a payment back that waits for its batch window.
struct CancelCreateAPI: PaymentChangeEndpoint {
    let path = PathPattern("/v1/payments/{id}/cancel")
    let cashier: Cashier

    func command(_ call: Call) throws(Problem) -> any Command {
        let claim = try call.headerClaim()
        try FieldReader(body: try call.json()).finish()
        return CancelOrder(
            merchant: try call.merchant(), payment: try call.identifier(), claim: claim, nonce: try call.nonce())
    }
}
