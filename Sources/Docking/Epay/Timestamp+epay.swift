import Values

extension Timestamp {
    /// The clocks of China have been eight hours ahead of UTC, without summer time, since 1991.
    private static let chinaMicroseconds: Int64 = 8 * 3_600_000_000

    /// `2026-11-22 16:00:00` on the clocks of China: how the epay V1 protocol writes times.
    var chinaText: String {
        let text = Timestamp(microseconds: microseconds + Self.chinaMicroseconds).rfc3339.utf8
        return String(decoding: text.prefix(10) + [0x20] + text.dropFirst(11).prefix(8), as: UTF8.self)
    }

    /// When the day began, by the same clocks.
    var chinaMidnight: Timestamp {
        Timestamp(microseconds: microseconds - (microseconds + Self.chinaMicroseconds) % 86_400_000_000)
    }
}
