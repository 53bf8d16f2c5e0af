import Deductions

extension EpayRefusal {
    /// How it is told that the engine did not do what was wanted.
    init(_ verdict: Verdict) {
        switch verdict {
        case .answered(.refused(let refusal), _): self.init(refusal)
        case .answered, .overloaded, .overQuota, .unavailable: self = .unavailable
        case .stale: self = .stale
        case .unresolved: self = .unresolved
        }
    }

    private init(_ refusal: Refusal) {
        switch refusal {
        case .notFound: self = .unknownOrder
        case .stateConflict, .holdExpired, .amountExceeded, .limitExceeded: self = .refusedAmount
        case .insufficientFunds: self = .merchantShort
        case .idempotencyMismatch, .replayed, .unknownPayer, .payerBlocked, .currencyNotHeld, .loginTaken:
            self = .unavailable
        }
    }
}
