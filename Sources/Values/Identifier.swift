/// The one number of a payment, refund, payer, merchant, account or event for life: 63 bits, ordered by time.
///
/// Upper 41 bits: milliseconds since 2010-01-01 UTC (until 2079). Lower 22 bits: the lane that minted it and a counter.
/// Since late 2017 every such number has 19 decimal digits, as epay's `trade_no` wants it.
package struct Identifier: Hashable, Comparable, Sendable {
    /// Positive, but for `system`.
    package let number: Int64

    package init(_ number: Int64) { self.number = number }

    /// Owner of the system accounts, and of what operators do.
    package static let system = Identifier(0)

    package static func < (left: Identifier, right: Identifier) -> Bool { left.number < right.number }

    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    /// What each byte is worth as a digit; 255: it is none.
    private static let digitValues = (UInt8.min...UInt8.max).map { byte in
        digits.firstIndex(of: byte).map(UInt8.init) ?? .max
    }

    /// Thirteen characters of Crockford's base32, lower case: the form of the v1 API. Sorts as the number does.
    package var text: String {
        String(
            decoding: (0..<13).map { Self.digits[Int(truncatingIfNeeded: number >> (60 - 5 * $0)) & 31] }, as: UTF8.self
        )
    }

    /// Nineteen decimal digits: the form of `trade_no`.
    package var decimal: String {
        let plain = String(number)
        return String(repeating: "0", count: 19 - plain.utf8.count) + plain
    }

    /// Reads what `text` writes; nil for anything else, upper case included, so that one object has one name.
    package init?(text: some StringProtocol) {
        let bytes = text.utf8
        guard bytes.count == 13 else { return nil }
        var value: UInt64 = 0
        for byte in bytes {
            let digit = Self.digitValues[Int(byte)]
            guard digit < 32, value >> 59 == 0 else { return nil }
            value = value << 5 | UInt64(digit)
        }
        guard value > 0, value <= UInt64(Int64.max) else { return nil }
        self.init(Int64(value))
    }

    /// Reads nineteen decimal digits; nil for anything else.
    package init?(decimal: some StringProtocol) {
        guard decimal.utf8.count == 19, decimal.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }),
            let value = Int64(decimal), value > 0
        else { return nil }
        self.init(value)
    }
}
