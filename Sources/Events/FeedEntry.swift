/// An event at its place in its merchant's feed.
package struct FeedEntry: Equatable, Sendable {
    /// Dense, from 1.
    package let seq: Int64
    package let event: Event

    package init(seq: Int64, event: Event) {
        self.seq = seq
        self.event = event
    }
}
