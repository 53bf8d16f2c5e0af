/// When deliveries come back that found no place in the queue.
///
/// Those of a host that does not answer quickly come back one behind the other: however many wait for it, only a few
/// hundred a second are looked at again, and others' deliveries do not stand in line behind all of them.
struct DeliveryReturns: Sendable {
    /// How soon anything comes back.
    static let shortestMicroseconds: Int64 = 1_000_000
    static let longestMicroseconds: Int64 = 300_000_000
    static let spacingMicroseconds: Int64 = 5_000

    private static let memory = 1_000

    /// When the last one of each host comes back.
    private var last: [String: Int64] = [:]

    /// Microseconds after which a delivery to this host is due again, given back at `now`.
    mutating func pause(_ host: String, isQuick: Bool, now: Int64) -> Int64 {
        if isQuick {
            last[host] = nil
            return Self.shortestMicroseconds
        }
        if last.count >= Self.memory { last = last.filter { $0.value > now } }
        let place = (last[host] ?? now) + Self.spacingMicroseconds
        let time = min(max(place, now + Self.shortestMicroseconds), now + Self.longestMicroseconds)
        last[host] = time
        return time - now
    }
}
