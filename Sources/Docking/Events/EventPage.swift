package import Events
package import Values

/// A part of a merchant's feed.
package struct EventPage: Sendable {
    /// Oldest first.
    package let entries: [FeedEntry]
    /// The merchant's own numbers of the payments that the entries tell of.
    package let numbers: [Identifier: String]
    /// The feed's last position, 0 for an empty feed.
    package let head: Int64

    package init(entries: [FeedEntry], numbers: [Identifier: String], head: Int64) {
        self.entries = entries
        self.numbers = numbers
        self.head = head
    }
}
