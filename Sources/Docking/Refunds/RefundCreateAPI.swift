import Deductions
import JSON
import Values

/// `POST /v1/payments/{id}/refunds`: returns captured money to the payer.
struct RefundCreateAPI: CommandEndpoint {
    let method = "POST"
    let path = PathPattern("/v1/payments/{id}/refunds")

    func command(_ call: Call) throws(Problem) -> any Command {
        var reader = try FieldReader(body: try call.json())
        let number = reader.required("out_refund_no", .merchantNumber)
        let amount = reader.optional("amount", .amount)
        let reason = reader.optional("reason", .text(1...256))
        try reader.finish()
        guard let number else { throw Problem(.invalidRequest) }
        return RefundOrder(
            merchant: try call.merchant(), payment: try call.identifier(), outRefundNo: number, amount: amount,
            reason: reason, claim: try call.claim(.refund, Array(number.utf8)), nonce: try call.nonce())
    }

    func response(_ outcome: Outcome) -> Response? {
        guard case .refund(let refund) = outcome else { return nil }
        return .json(201) { refund.write(into: &$0) }
    }
}

extension Refund {
    /// Writes the members of the refund object of the v1 API.
    fileprivate func write(into writer: inout JSONWriter) {
        writer.field("id", id.text)
        writer.field("out_refund_no", outRefundNo)
        writer.field("payment", payment.text)
        writer.field("amount", money.minor)
        writer.field("currency", money.currency.code)
        writer.field("state", state.rawValue)
        writer.field("reason", reason)
        writer.field("created_at", createdAt.rfc3339)
    }
}
