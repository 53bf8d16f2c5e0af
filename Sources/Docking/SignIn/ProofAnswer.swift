package import Values

/// What comes of a PIN given by a payer.
package enum ProofAnswer: Equatable, Sendable {
    case right
    case wrong(triesLeft: Int)
    case locked(until: Timestamp)
    /// Too many tries in vain from this internet address.
    case crowded(retryAfterSeconds: Int)
}
