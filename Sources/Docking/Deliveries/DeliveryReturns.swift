/// When deliveries come back that found no place in the queue, those of a host, or of a merchant, one behind the other.
///
/// However many wait for a slow one, only a few hundred a second are looked at again. Of a quick one's it is a
/// thousand, fewer than a sender looks at, so that others' do not stand in line behind them. Where it takes more than
/// that, next to nothing comes here.
struct DeliveryReturns<Party: Hashable & Sendable>: Sendable {
    /// How soon anything comes back.
    static var shortestMicroseconds: Int64 { 1_000_000 }

    private static var memory: Int { 1_000 }

    /// When the last one of each comes back.
    private var last: [Party: Int64] = [:]

    static func longestMicroseconds(isQuick: Bool) -> Int64 { isQuick ? 30_000_000 : 300_000_000 }
    private static func spacingMicroseconds(isQuick: Bool) -> Int64 { isQuick ? 1_000 : 5_000 }

    /// Microseconds after which a delivery is due again, given back at `now`.
    mutating func pause(_ party: Party, isQuick: Bool, now: Int64) -> Int64 {
        if last.count >= Self.memory { last = last.filter { $0.value > now } }
        let longest = now + Self.longestMicroseconds(isQuick: isQuick)
        // One that has become quick does not stand behind what it was given when it was slow.
        let before = last[party].flatMap { $0 > longest ? nil : $0 } ?? now
        let place = before + Self.spacingMicroseconds(isQuick: isQuick)
        let time = min(max(place, now + Self.shortestMicroseconds), longest)
        last[party] = time
        return time - now
    }
}
