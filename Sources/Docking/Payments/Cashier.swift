import Values

/// Where payers of the platform are sent to agree to a payment.
struct Cashier: Sendable {
    let address: BaseAddress

    /// The page of a payment.
    func url(of payment: Identifier) -> String { "\(address.text)/pay/\(payment.text)" }
}
