/// What is known of who signs with a key.
package enum SignerStanding: Sendable {
    case signer(Signer)
    /// There is no such key, or it is not for signatures of RFC 9421.
    case nobody
    /// Somebody has to be asked.
    case notAtHand
}
