import Deductions

extension DeclineCode {
    /// The code in words, for a payment's `decline.reason`. Nothing more than the code tells is told.
    var reason: String {
        switch self {
        case .insufficientFunds: "The payer's balance does not cover the amount"
        case .limitExceeded: "A limit of the payer or the merchant would be exceeded"
        case .exposureExceeded: "Too much of the payer's money is already at risk"
        case .riskDenied: "The payment was judged too risky"
        case .payerBlocked: "The payer is blocked"
        case .currencyNotHeld: "The payer has no wallet in this currency"
        }
    }
}
