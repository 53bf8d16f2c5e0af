/// What is known of who signs with a key.
package enum SignerStanding: Sendable {
    /// Not `isKnown`: there is no such key, or it is not for signatures of RFC 9421. Whoever stands in verifies
    /// nothing that counts, and takes as long.
    case told(Signer, isKnown: Bool)
    /// Somebody has to be asked.
    case notAtHand
}
