import Deductions

/// `POST /v1/payments/{id}/promote`: charges a payment now that waits for its batch window.
struct PromoteCreateAPI: PaymentChangeEndpoint {
    let path = PathPattern("/v1/payments/{id}/promote")
    let cashier: Cashier

    func command(_ call: Call) throws(Problem) -> any Command {
        let claim = try call.headerClaim()
        try FieldReader(body: try call.json()).finish()
        return PromoteOrder(
            merchant: try call.merchant(), payment: try call.identifier(), claim: claim, nonce: try call.nonce())
    }
}
