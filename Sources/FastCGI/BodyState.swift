/// What came on STDIN, read to its end.
package enum BodyState: Sendable, Equatable {
    case whole([UInt8])
    /// Longer than the limit of its path. The connection is closed after the answer.
    case tooLarge
    /// Not as long as CONTENT_LENGTH said, or that is not a number. The connection is closed after the answer.
    case mismatched
}
