import Deductions
import JSON
import Ledger
import Values

/// `POST /v1/payers/{id}/topups`: moves the merchant's `available` money into its payer's wallet.
struct TopupCreateAPI: CommandEndpoint {
    let method = "POST"
    let path = PathPattern("/v1/payers/{id}/topups")

    func command(_ call: Call) throws(Problem) -> any Command {
        let claim = try call.headerClaim()
        var reader = try FieldReader(body: try call.json())
        let amount = reader.required("amount", .amount)
        let currency = reader.required("currency", .currency)
        try reader.finish()
        guard let amount, let currency else { throw Problem(.invalidRequest) }
        return TopupOrder(
            merchant: try call.merchant(), payer: try call.identifier(), money: Money(amount, currency), claim: claim,
            nonce: try call.nonce())
    }

    func response(_ outcome: Outcome) -> Response? {
        guard case .topup(let topup) = outcome else { return nil }
        return .json(201) { topup.write(into: &$0) }
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
