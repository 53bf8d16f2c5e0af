import Events
import Testing
import Values

@Suite("The order of events")
struct EventOrderTests {
    @Test("By time, and a payment's own events by version whatever the clock said")
    func byTimeAndVersion() {
        let events = [
            event(1, payment: 7, version: 1, lane: 1, batch: 1, at: 30),
            event(2, payment: 8, version: 1, lane: 1, batch: 2, at: 40),
            event(3, payment: 7, version: 2, lane: 2, batch: 1, at: 20),
        ]
        let order = EventOrder.order(events) { _ in nil }
        #expect(order.map(\.id.number) == [1, 3, 2])
    }

    @Test("What has a predecessor elsewhere waits, and with it whatever its lane did later")
    func waitsForPredecessor() {
        let events = [
            event(1, payment: 7, version: 2, lane: 1, batch: 4, at: 10),
            event(2, payment: 8, version: 1, lane: 1, batch: 5, at: 20),
            event(3, payment: 9, version: 1, lane: 1, batch: 3, at: 5),
            event(4, payment: 8, version: 2, lane: 2, batch: 1, at: 30),
        ]
        #expect(EventOrder.order(events) { _ in nil }.map(\.id.number) == [3])
        #expect(EventOrder.order(events) { $0.number == 7 ? 1 : nil }.map(\.id.number) == [3, 1, 2, 4])
    }

    @Test("Whatever is gathered how: no gap, no repeat, no swap within a payment")
    func holds() {
        for seed in 0..<2_000 as Range<UInt64> {
            var history = EventHistory(seed: seed)
            var sequenced: [Identifier: Int64] = [:]
            var count = 0
            for _ in 0..<10_000 where count < history.events.count {
                let pass = EventOrder.order(history.gather()) { sequenced[$0] }
                history.mark(pass)
                for event in pass {
                    #expect(event.version == (sequenced[event.payment] ?? 0) + 1, "seed \(seed)")
                    sequenced[event.payment] = event.version
                }
                count += pass.count
            }
            #expect(count == history.events.count, "seed \(seed)")
        }
    }

    private func event(
        _ id: Int64, payment: Int64, version: Int64, lane: Int64, batch: Int64, at time: Int64
    ) -> CommittedEvent {
        CommittedEvent(
            id: Identifier(id), merchant: Identifier(1), payment: Identifier(payment), version: version, lane: lane,
            batch: batch, createdAt: Timestamp(microseconds: time))
    }
}
