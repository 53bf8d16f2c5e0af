/// How far the sequencer and the senders of webhooks were behind the events of a load.
package struct EventLags: Sendable {
    /// From an event's time, which is before its commit, to the moment at which its position was seen.
    package var sequencing = Latencies()
    /// From an event's time to its first arrival at the receiver.
    package var delivery = Latencies()
    /// From the load's end to the last position, and to the last first arrival.
    package var sequencedAfterMilliseconds = 0.0
    package var deliveredAfterMilliseconds = 0.0
    package var events = 0
    /// Deliveries that arrived, each event counted once, and what arrived beyond that.
    package var arrived = 0
    package var repeated = 0
    /// Deliveries whose signatures were looked at.
    package var verified = 0
    /// Events that never arrived, and looked-at deliveries without a valid signature.
    package var lost = 0
    package var forged = 0

    package init() {}
}
