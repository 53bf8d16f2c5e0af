import Deductions

/// An endpoint that does something to a payment's hold and answers with the payment.
protocol HoldEndpoint: CommandEndpoint {
    var cashier: Cashier { get }
}

extension HoldEndpoint {
    var method: String { "POST" }

    func response(_ outcome: Outcome) -> Response? {
        guard case .payment(let payment) = outcome else { return nil }
        return .json(200, capacity: 1024) { payment.write(into: &$0, cashier) }
    }
}
