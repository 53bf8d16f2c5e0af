package import Payers
package import Values

/// What comes of signing in.
package enum SignInAnswer: Equatable, Sendable {
    /// `token` is for the payer's browser alone, and kept nowhere else.
    case signedIn(PayerSession, token: String)
    /// The login or the PIN; which of them, nobody is told.
    case wrong(triesLeft: Int)
    case locked(until: Timestamp)
    /// Too many tries in vain from this internet address.
    case crowded(retryAfterSeconds: Int)
}
