import Values

extension Timestamp {
    /// `2026-11-22 16:00:00` on the clocks of China, which have been eight hours ahead of UTC without summer time since
    /// 1991: how the epay V1 protocol writes times.
    var chinaText: String {
        let text = Timestamp(microseconds: microseconds + 8 * 3_600_000_000).rfc3339.utf8
        return String(decoding: text.prefix(10) + [0x20] + text.dropFirst(11).prefix(8), as: UTF8.self)
    }
}
