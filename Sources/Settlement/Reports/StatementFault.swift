/// A statement that is not what it should be.
package struct StatementFault: Equatable, Sendable {
    /// What is wrong with it.
    package enum Kind: String, Sendable {
        /// Its file was never written: the payout day is not at its end.
        case unwritten
        /// Its file is not in its place.
        case missing
        /// Its file holds something else than was written.
        case altered
        /// The books give something else than was written.
        case contradicted
    }

    package let path: String
    package let kind: Kind
    /// Whether the file has been made anew, as it was.
    package internal(set) var isMended = false
}
