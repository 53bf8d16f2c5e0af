/// Why a letter cannot be sent.
enum LetterFault: Error {
    /// The address may not be called. That can change: rules do, and so does where a name leads.
    case addressNotAllowed
    /// The merchant has no key of the kind that its protocol signs with.
    case keyMissing
    /// The money has gone back meanwhile.
    case refunded

    /// Whether it stays so until somebody does something about it.
    var isFinal: Bool { self != .addressNotAllowed }

    /// What the delivery's row and the log say.
    var words: String {
        switch self {
        case .addressNotAllowed: "address not allowed"
        case .keyMissing: "no key to sign with"
        case .refunded: "refunded meanwhile"
        }
    }
}
