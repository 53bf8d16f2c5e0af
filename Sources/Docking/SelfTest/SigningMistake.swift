/// What shops are known to do differently when they sign.
enum SigningMistake: Sendable {
    // MARK: The text

    /// Values percent-encoded, a space as `%20`.
    case encoded
    /// Values encoded as forms are, a space as `+`.
    case formEncoded
    /// `&`, `<`, `>` and quotation marks as HTML writes them.
    case escaped
    /// Parameters without a value signed too.
    case emptyKept
    /// In the order in which they were sent.
    case unsorted
    /// `sign_type` signed too.
    case typeSigned
    /// White space around values taken away before signing, not before sending.
    case trimmed
    /// Encoded twice when they were sent.
    case doubleEncoded

    // MARK: The key of V1

    /// `&key=` in front of the key.
    case ampersandKey
    /// Without the key.
    case keyMissing
    /// The key in front of the text.
    case keyFirst

    // MARK: The signature

    /// Hexadecimal in upper case.
    case upperCase
    /// Base 64 sent without encoding: each `+` arrives as a space.
    case plusLost

    static let ofText: [SigningMistake] = [
        .encoded, .formEncoded, .escaped, .emptyKept, .unsorted, .typeSigned, .trimmed, .doubleEncoded,
    ]
    static let ofKey: [SigningMistake] = [.ampersandKey, .keyMissing, .keyFirst]

    /// No mistake, each of the text, and any two of them: the fewest first.
    static let combinations: [[SigningMistake]] =
        [[]] + ofText.map { [$0] }
        + ofText.indices.flatMap { first in ofText[(first + 1)...].map { [ofText[first], $0] } }
}
