import Deductions

extension Problem {
    /// How the engine's refusals are told.
    init(refusal: Refusal) {
        switch refusal {
        case .idempotencyMismatch: self.init(.idempotencyMismatch)
        case .replayed: self.init(.replayed)
        case .unknownPayer: self.init(.unknownPayer)
        case .notFound: self.init(.notFound)
        case .stateConflict: self.init(.stateConflict)
        case .holdExpired: self.init(.holdExpired)
        case .payerBlocked: self.init(.stateConflict, "The payer is blocked")
        case .amountExceeded: self.init(.amountExceeded)
        case .limitExceeded: self.init(.amountExceeded, "More than may be charged on one day")
        case .insufficientFunds: self.init(.insufficientFunds)
        case .currencyNotHeld:
            self.init(.invalidRequest, errors: [FieldError("currency", "the payer has no wallet in this currency")])
        case .loginTaken: self.init(.loginTaken)
        }
    }
}
