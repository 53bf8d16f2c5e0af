import Foundation
package import Values

/// A time zone of the IANA database, by its name.
package struct Zone: Hashable, Sendable {
    package static let china = Zone("Asia/Shanghai") ?? Zone(fixed: 8 * 3600)

    package let name: String
    private let zone: TimeZone

    /// nil: there is no zone of that name.
    package init?(_ name: String) {
        // Foundation also takes abbreviations, which mean different zones to different people.
        guard name == "UTC" || name.contains("/"), let zone = TimeZone(identifier: name) else { return nil }
        self.name = name
        self.zone = zone
    }

    private init(fixed seconds: Int) {
        zone = TimeZone(secondsFromGMT: seconds) ?? .gmt
        name = zone.identifier
    }

    /// What a clock on the wall shows, as seconds since 1970 there.
    package func wallSeconds(_ time: Timestamp) -> Int64 {
        let seconds = time.wholeSeconds
        return seconds + offset(seconds)
    }

    /// When a clock on the wall shows this. Where it does so twice, the first time; where it never does, since it is
    /// put forward, as if it had not been.
    package func time(wallSeconds wall: Int64) -> Timestamp {
        // The offset a day earlier and a day later are those on either side of any one change.
        let before = wall - offset(wall - 86_400)
        let after = wall - offset(wall + 86_400)
        let candidates = [before, after].filter { $0 + offset($0) == wall }
        return Timestamp(microseconds: (candidates.min() ?? before) * 1_000_000)
    }

    private func offset(_ seconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }
}

extension Timestamp {
    fileprivate var wholeSeconds: Int64 {
        let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
