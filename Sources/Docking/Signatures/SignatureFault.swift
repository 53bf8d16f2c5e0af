/// Why a signature does not count. A number until it is put into words, so that nothing on the way to a refusal
/// branches by whether a key is known.
struct SignatureFault: Equatable {
    /// A bit for each of the words but the first.
    private var bits = 0

    /// By a key that we do not know, or one that has ended: somebody else's business.
    static let unknownKey = SignatureFault()

    /// A signature that does not hold. `isCovered`: all that it covers is there.
    mutating func add(isKnown: Bool, isCovered: Bool) { bits |= (isKnown ? 1 : 0) << (isCovered ? 0 : 1) }

    /// For the log.
    var words: String { Self.words[bits] }

    private static let words = [
        "unknown key, or one that has ended", "not what the key signed", "covers what is not there",
        "covers what is not there; another is not what its key signed",
    ]
}
