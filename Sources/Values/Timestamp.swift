/// A moment in microseconds since 1970-01-01T00:00:00Z, without leap seconds: what the database holds.
package struct Timestamp: Hashable, Comparable, Sendable {
    package let microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

    /// So many seconds later.
    package func adding(seconds: Int64) -> Timestamp { Timestamp(microseconds: microseconds + seconds * 1_000_000) }

    /// RFC 3339 in UTC with six decimal places: `2026-11-22T08:00:00.000000Z`.
    package var rfc3339: String {
        let (seconds, fraction) = microseconds.quotientAndRemainderFloored(by: 1_000_000)
        let (days, secondOfDay) = seconds.quotientAndRemainderFloored(by: 86_400)
        let date = CivilDate(daysSince1970: days)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(27)
        func put(_ value: Int64, _ width: Int, _ behind: Unicode.Scalar) {
            var scale: Int64 = 1
            for _ in 1..<width { scale *= 10 }
            while scale > 0 {
                bytes.append(UInt8(48 + value / scale % 10))
                scale /= 10
            }
            bytes.append(UInt8(ascii: behind))
        }
        put(date.year, 4, "-")
        put(date.month, 2, "-")
        put(date.day, 2, "T")
        put(secondOfDay / 3600, 2, ":")
        put(secondOfDay / 60 % 60, 2, ":")
        put(secondOfDay % 60, 2, ".")
        put(fraction, 6, "Z")
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Int64 {
    /// Division rounding down, so that moments before 1970 come out right.
    func quotientAndRemainderFloored(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
