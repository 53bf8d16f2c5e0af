import Deductions

/// `POST /v1/payments`: charges a payer.
struct PaymentCreateAPI: Endpoint {
    let method = "POST"
    let path = PathPattern("/v1/payments")
    let desk: any CommandDesk
    let cashier: Cashier

    func answer(_ call: Call) throws(Problem) -> Response {
        let form = try PaymentForm(try call.json(), merchant: try call.merchant())
        let charge = Charge(
            terms: form.terms, claim: try call.claim(.payment, Array(form.outTradeNo.utf8)), nonce: try call.nonce())
        let (outcome, isReplay) = try desk.submit(charge, call.request.deadline).decision()
        guard case .payment(let payment) = outcome else { throw Problem(.idempotencyMismatch) }
        return Response.json(201, capacity: 1024) { payment.write(into: &$0, cashier) }.replayed(isReplay)
    }
}
