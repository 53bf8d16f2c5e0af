/// Why nobody could be said to have signed a request. The words are for the log; callers learn the kind only.
enum SignatureFailure: Error, Equatable {
    case invalid(String)
    /// Signed well, but not now.
    case expired(String)
    /// The keys could not be read.
    case directoryAway(String)
    /// The key has to be asked for, and nobody may wait here.
    case notAtHand
}
