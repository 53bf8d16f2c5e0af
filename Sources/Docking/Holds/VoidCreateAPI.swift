import Deductions

/// `POST /v1/payments/{id}/void`: lets go of what is held.
struct VoidCreateAPI: PaymentChangeEndpoint {
    let path = PathPattern("/v1/payments/{id}/void")
    let cashier: Cashier

    func command(_ call: Call) throws(Problem) -> any Command {
        let claim = try call.headerClaim()
        try FieldReader(body: try call.json()).finish()
        return VoidOrder(
            merchant: try call.merchant(), payment: try call.identifier(), claim: claim, nonce: try call.nonce())
    }
}
