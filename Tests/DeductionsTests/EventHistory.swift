import Events
import Values

/// What a few lanes committed one after the other, on clocks that jump, and how a reader comes to see it: a growing
/// part of it, and of each lane some whole batches from its mark on.
struct EventHistory {
    private(set) var events: [CommittedEvent] = []
    private var random: SeededGenerator
    private var visible = 0
    private var marks: [Int64: Int64] = [:]

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        var versions: [Int64: Int64] = [:]
        var batches: [Int64: Int64] = [:]
        for commit in 0..<30 as Range<Int64> {
            let lane = Int64.random(in: 1...4, using: &random)
            batches[lane, default: 0] += Int64.random(in: 1...3, using: &random)
            let time = commit * 10 + Int64.random(in: -30...30, using: &random)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let payment = Int64.random(in: 1...6, using: &random)
                versions[payment, default: 0] += 1
                events.append(
                    CommittedEvent(
                        id: Identifier(Int64(events.count + 1)), merchant: Identifier(payment % 2 + 1),
                        payment: Identifier(payment), version: versions[payment] ?? 0, lane: lane,
                        batch: batches[lane] ?? 0, createdAt: Timestamp(microseconds: time)))
            }
        }
    }

    mutating func gather() -> [CommittedEvent] {
        visible = min(events.count, visible + Int.random(in: 0...20, using: &random))
        // A commit is seen whole or not at all.
        while visible < events.count, visible > 0, events[visible].createdAt == events[visible - 1].createdAt,
            events[visible].lane == events[visible - 1].lane
        {
            visible += 1
        }
        let seen = events[..<visible]
        return (1...4 as ClosedRange<Int64>).flatMap { lane -> [CommittedEvent] in
            let waiting = seen.filter { $0.lane == lane && $0.batch > marks[lane] ?? 0 }
            let batches = Set(waiting.map(\.batch)).sorted().prefix(Int.random(in: 1...5, using: &random))
            return waiting.filter { batches.contains($0.batch) }
        }
    }

    mutating func mark(_ sequenced: [CommittedEvent]) {
        for event in sequenced { marks[event.lane] = max(marks[event.lane] ?? 0, event.batch) }
    }
}
