/// One trade as a channel knows it.
package struct ChannelTrade: Hashable, Sendable {
    /// The channel's name.
    package let channel: String
    /// The channel's own number, unique within it, compared as bytes; at most 64.
    package let number: String

    package init(channel: String, number: String) {
        self.channel = channel
        self.number = number
    }
}
