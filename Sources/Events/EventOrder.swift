package import Values

/// In which order events get their positions.
package enum EventOrder {
    /// The events that may have positions now, in order: by time, and a payment's own by version whatever the clock
    /// said.
    ///
    /// `gathered` has whole batches of each lane, from the first without positions on. `sequenced` tells up to which
    /// version the events of a payment have positions (nil: none). A batch waits, and with it all later ones of its
    /// lane, when it holds an event whose predecessor was not gathered: that one stands in a lane that has more to
    /// tell than was asked for.
    package static func order(
        _ gathered: [CommittedEvent], sequenced: (Identifier) -> Int64?
    ) -> [CommittedEvent] {
        let ready = withPredecessors(gathered, sequenced).sorted {
            ($0.createdAt.microseconds, $0.lane, $0.batch, $0.id.number)
                < ($1.createdAt.microseconds, $1.lane, $1.batch, $1.id.number)
        }
        return byVersion(ready)
    }

    private static func withPredecessors(
        _ gathered: [CommittedEvent], _ sequenced: (Identifier) -> Int64?
    ) -> [CommittedEvent] {
        var ready = gathered
        while true {
            let present = Set(ready.map { Version(payment: $0.payment, number: $0.version) })
            var waiting: [Int64: Int64] = [:]
            for event in ready where event.version > 1 {
                let isPreceded =
                    present.contains(Version(payment: event.payment, number: event.version - 1))
                    || (sequenced(event.payment) ?? 0) >= event.version - 1
                if !isPreceded { waiting[event.lane] = min(waiting[event.lane] ?? .max, event.batch) }
            }
            if waiting.isEmpty { return ready }
            ready.removeAll { event in waiting[event.lane].map { event.batch >= $0 } ?? false }
        }
    }

    /// Keeps the places and puts each payment's events into them by version.
    private static func byVersion(_ events: [CommittedEvent]) -> [CommittedEvent] {
        let places = Dictionary(grouping: events.indices) { events[$0].payment }
        var ordered = events
        for own in places.values where own.count > 1 {
            let sorted = own.map { events[$0] }.sorted { $0.version < $1.version }
            for (place, event) in zip(own, sorted) { ordered[place] = event }
        }
        return ordered
    }

    private struct Version: Hashable {
        let payment: Identifier
        let number: Int64
    }
}
