/// Why a payment was declined when it was made.
package enum DeclineCode: String, Sendable, CaseIterable {
    case insufficientFunds = "insufficient-funds"
    case limitExceeded = "limit-exceeded"
    case exposureExceeded = "exposure-exceeded"
    case riskDenied = "risk-denied"
    case payerBlocked = "payer-blocked"
    case currencyNotHeld = "currency-not-held"
}
