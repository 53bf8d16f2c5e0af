import Deductions

/// An endpoint that does something to a payment and answers with the payment.
protocol PaymentChangeEndpoint: CommandEndpoint {
    var cashier: Cashier { get }
}

extension PaymentChangeEndpoint {
    var method: String { "POST" }

    func response(_ outcome: Outcome) -> Response? {
        guard case .payment(let payment) = outcome else { return nil }
        return .json(200, capacity: 1024) { payment.write(into: &$0, cashier) }
    }
}
