/// Why a command had no effect. A refusal is a value: it commits, and its neighbours in the batch go through.
package enum Refusal: String, Sendable, CaseIterable {
    case idempotencyMismatch = "idempotency-mismatch"
    /// A nonce that was seen with other content.
    case replayed
    /// A body names a payer that does not exist or is another merchant's.
    case unknownPayer = "unknown-payer"
    /// A path names something that does not exist or is another merchant's.
    case notFound = "not-found"
    case stateConflict = "state-conflict"
    /// The hold's time was over, whether or not anybody had noticed.
    case holdExpired = "hold-expired"
    case amountExceeded = "amount-exceeded"
    /// More than a merchant's payers may be charged on one day.
    case limitExceeded = "limit-exceeded"
    case insufficientFunds = "insufficient-funds"
    case payerBlocked = "payer-blocked"
    case currencyNotHeld = "currency-not-held"
    case loginTaken = "login-taken"

    /// Refusals that say "there is nothing here" leave the key unused: the object may come into being.
    var keepsKey: Bool {
        switch self {
        case .unknownPayer, .notFound, .replayed, .idempotencyMismatch: false
        case .stateConflict, .holdExpired, .amountExceeded, .limitExceeded, .insufficientFunds, .payerBlocked,
            .currencyNotHeld, .loginTaken:
            true
        }
    }
}
