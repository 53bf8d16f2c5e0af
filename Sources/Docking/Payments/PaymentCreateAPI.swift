import Deductions
import HTTPClient

/// `POST /v1/payments`: charges a payer.
struct PaymentCreateAPI: CommandEndpoint {
    let method = "POST"
    let path = PathPattern("/v1/payments")
    let cashier: Cashier
    let outgoing: URLRules
    let desk: any CommandDesk

    func command(_ call: Call) throws(Problem) -> any Command {
        let form = try PaymentForm(
            try call.json(), merchant: try call.shop(), policy: try call.policy(), outgoing: outgoing,
            fullnessPercent: desk.fullnessPercent)
        return form.charge(claim: try call.claim(.payment, Array(form.outTradeNo.utf8)), nonce: try call.nonce())
    }

    func response(_ outcome: Outcome) -> Response? {
        guard case .payment(let payment) = outcome else { return nil }
        return .json(201, capacity: 1024) { payment.write(into: &$0, cashier) }
    }
}
