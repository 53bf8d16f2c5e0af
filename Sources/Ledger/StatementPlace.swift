package import Values

/// A place in a statement: behind the entry that was posted then.
package struct StatementPlace: Equatable, Sendable {
    package let postedAt: Timestamp
    package let posting: Identifier

    package init(postedAt: Timestamp, posting: Identifier) {
        self.postedAt = postedAt
        self.posting = posting
    }

    /// Reads what `text` writes; nil for anything else.
    package init?(text: some StringProtocol) {
        let halves = text.split(separator: "-", omittingEmptySubsequences: false)
        guard halves.count == 2, let time = Int64(halves[0]), time >= 0, let posting = Identifier(text: halves[1])
        else { return nil }
        self.init(postedAt: Timestamp(microseconds: time), posting: posting)
    }

    /// As it stands in an address.
    package var text: String { "\(postedAt.microseconds)-\(posting.text)" }
}
