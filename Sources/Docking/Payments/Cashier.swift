import Deductions
import Values

/// Where payers of the platform are sent to agree to a payment.
struct Cashier: Sendable {
    let address: BaseAddress

    /// How long the cashier waits for a payer.
    static let patienceSeconds: Int64 = 86_400

    /// The page of a payment.
    func url(of payment: Identifier) -> String { "\(address.text)/pay/\(payment.text)" }

    /// When the page stops taking the payment.
    func end(of payment: Payment) -> Timestamp {
        Timestamp(microseconds: payment.terms.createdAt.microseconds + Self.patienceSeconds * 1_000_000)
    }
}
