package import Values

/// What comes of a payer's wish for another PIN.
package enum PINChangeAnswer: Equatable, Sendable {
    /// All its other sessions are over.
    case changed
    /// The new one is too easily guessed. Nothing was counted.
    case trivial
    /// The current one was wrong.
    case wrong(triesLeft: Int)
    case locked(until: Timestamp)
    /// Too many tries in vain from this internet address.
    case crowded(retryAfterSeconds: Int)
}
