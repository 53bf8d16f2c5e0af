import Deductions
import Values

/// Where an order stands, as the epay V1 protocol counts it.
enum EpayStatus: Int {
    /// Not paid, or no longer to be paid.
    case unpaid = 0
    /// The merchant has the money, or all of it that was not refunded.
    case paid = 1
    /// In full; an order refunded in part is still paid.
    case refunded = 2
    /// The payer's money is held and can be captured.
    case authorised = 4

    /// One of the numbers, as text; nil for anything else.
    init?(text: [UInt8]) {
        guard text.count == 1, let number = Int(String(decoding: text, as: UTF8.self)) else { return nil }
        self.init(rawValue: number)
    }

    /// Leaves only payments of this status.
    func narrow(_ filter: inout PaymentFilter) {
        switch self {
        case .unpaid: filter.states = PaymentState.allCases.filter { $0 != .captured && $0 != .held }
        case .paid, .refunded:
            filter.states = [.captured]
            filter.isRefunded = self == .refunded
        case .authorised: filter.states = [.held]
        }
    }

    /// Where a payment stands.
    init(_ payment: Payment) {
        let standing = payment.standing
        self =
            switch standing.state {
            case .held: .authorised
            case .captured: standing.refunded >= standing.captured ? .refunded : .paid
            case .pending, .queued, .challenged, .declined, .voided, .expired: .unpaid
            }
    }
}
