/// When deliveries come back that found no place in the queue, those of a host, or of a merchant, one behind the other.
///
/// However many wait for a slow one, only a few hundred a second are looked at again. Of a quick one's it is a
/// thousand, fewer than a sender looks at, so that others' do not stand in line behind them. Where it takes more than
/// that, next to nothing comes here.
struct DeliveryReturns<Party: Hashable & Sendable>: Sendable {
    private static var memory: Int { 1_000 }

    /// When the last one of each comes back.
    private var last: [Party: Int64] = [:]

    /// How soon anything comes back: of one that is not slow a place is free in a moment.
    private static func shortestMicroseconds(_ pace: DeliveryPace) -> Int64 { pace == .slow ? 1_000_000 : 250_000 }
    static func longestMicroseconds(_ pace: DeliveryPace) -> Int64 { pace == .quick ? 30_000_000 : 300_000_000 }
    private static func spacingMicroseconds(_ pace: DeliveryPace) -> Int64 { pace == .quick ? 1_000 : 5_000 }

    /// Microseconds after which a delivery is due again, given back at `now`.
    mutating func pause(_ party: Party, _ pace: DeliveryPace, now: Int64) -> Int64 {
        if last.count >= Self.memory { last = last.filter { $0.value > now } }
        let longest = now + Self.longestMicroseconds(pace)
        // One that has become quick does not stand behind what it was given when it was slow.
        let before = last[party].flatMap { $0 > longest ? nil : $0 } ?? now
        let place = before + Self.spacingMicroseconds(pace)
        let time = min(max(place, now + Self.shortestMicroseconds(pace)), longest)
        last[party] = time
        return time - now
    }
}
