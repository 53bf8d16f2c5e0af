import Values

extension EventLags {
    /// What a load's events say. `receiver`: who was told of them; nil: nobody. `loadEnd`: when the last answer was
    /// there.
    init(
        _ events: [(event: Identifier, createdAt: Timestamp, seenAt: Timestamp)], _ receiver: WebhookReceiver?,
        loadEnd: Timestamp
    ) {
        self.events = events.count
        var lastSeen = loadEnd
        for one in events {
            sequencing.record(from: one.createdAt, to: one.seenAt)
            lastSeen = max(lastSeen, one.seenAt)
        }
        sequencedAfterMilliseconds = Self.milliseconds(from: loadEnd, to: lastSeen)
        guard let receiver else { return }
        let arrivals = receiver.arrivals()
        let first = Dictionary(arrivals.map { ($0.event, $0.at) }, uniquingKeysWith: min)
        var lastArrival = loadEnd
        for one in events {
            guard let at = first[one.event] else {
                lost += 1
                continue
            }
            delivery.record(from: one.createdAt, to: at)
            lastArrival = max(lastArrival, at)
        }
        deliveredAfterMilliseconds = Self.milliseconds(from: loadEnd, to: lastArrival)
        arrived = first.count
        repeated = arrivals.count - first.count
    }

    private static func milliseconds(from start: Timestamp, to end: Timestamp) -> Double {
        Double(end.microseconds - start.microseconds) / 1_000
    }
}

extension Latencies {
    fileprivate mutating func record(from start: Timestamp, to end: Timestamp) {
        record(nanoseconds: UInt64(max(0, end.microseconds - start.microseconds)) * 1_000)
    }
}
