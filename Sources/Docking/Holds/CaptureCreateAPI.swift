import Deductions

/// `POST /v1/payments/{id}/captures`: takes what is held, all of it or a part.
struct CaptureCreateAPI: PaymentChangeEndpoint {
    let path = PathPattern("/v1/payments/{id}/captures")
    let cashier: Cashier

    func command(_ call: Call) throws(Problem) -> any Command {
        let claim = try call.headerClaim()
        var reader = try FieldReader(body: try call.json())
        let amount = reader.optional("amount", .amount)
        let isFinal = reader.optional("final", .boolean)
        try reader.finish()
        return CaptureOrder(
            merchant: try call.merchant(), payment: try call.identifier(), amount: amount, isFinal: isFinal ?? true,
            caps: try call.caps(), claim: claim, nonce: try call.nonce())
    }
}
