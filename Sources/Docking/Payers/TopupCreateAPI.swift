import Deductions
import JSON
import Ledger
import Values

/// `POST /v1/payers/{id}/topups`: moves the merchant's `available` money into its payer's wallet.
struct TopupCreateAPI: Endpoint {
    let method = "POST"
    let path = PathPattern("/v1/payers/{id}/topups")
    let desk: any CommandDesk

    func answer(_ call: Call) throws(Problem) -> Response {
        let claim = try call.headerClaim()
        var reader = try FieldReader(body: try call.json())
        let amount = reader.required("amount", .amount)
        let currency = reader.required("currency", .currency)
        try reader.finish()
        guard let amount, let currency else { throw Problem(.invalidRequest) }
        let order = TopupOrder(
            merchant: try call.merchant(), payer: try call.identifier(), money: Money(amount, currency), claim: claim,
            nonce: try call.nonce())
        let (outcome, isReplay) = try desk.submit(order, call.request.deadline).decision()
        guard case .topup(let topup) = outcome else { throw Problem(.idempotencyMismatch) }
        return Response.json(201) { topup.write(into: &$0) }.replayed(isReplay)
    }
}

extension Topup {
    /// Writes the members of the top-up object of the v1 API.
    fileprivate func write(into writer: inout JSONWriter) {
        writer.field("id", id.text)
        writer.field("payer", target.owner.text)
        writer.field("amount", amount)
        writer.field("currency", target.currency.code)
        writer.field("created_at", createdAt.rfc3339)
    }
}
