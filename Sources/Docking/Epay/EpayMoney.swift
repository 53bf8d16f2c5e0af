import Values

/// Yuan as the epay protocol writes them, decimal text, and fen as we count them. No number in between has a fraction.
enum EpayMoney {
    /// Reads an amount of 0.01 yuan up to the largest of one payment, in fen; nil for anything else.
    ///
    /// Digits and at most one dot, nothing before them, between them or behind. What servers take without loss is
    /// taken (`.5`, `5.`, `007`, `1.500`); a third decimal that counts is refused, since servers round it differently.
    static func fen(_ text: [UInt8]) -> Int64? {
        let halves = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let digits = halves.joined()
        guard halves.count <= 2, !digits.isEmpty, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        let decimals = halves.dropFirst().joined()
        guard decimals.dropFirst(2).allSatisfy({ $0 == UInt8(ascii: "0") }) else { return nil }
        var fen: Int64 = 0
        for digit in halves[0] + (Array(decimals) + Array("00".utf8)).prefix(2) {
            fen = fen * 10 + Int64(digit - 0x30)
            guard fen <= Money.largestMinor else { return nil }
        }
        return fen > 0 ? fen : nil
    }

    /// An amount of fen as yuan, always with two decimals; a merchant's balance may be negative.
    static func text(fen: Int64) -> String {
        let (yuan, rest) = fen.magnitude.quotientAndRemainder(dividingBy: 100)
        return "\(fen < 0 ? "-" : "")\(yuan).\(rest < 10 ? "0" : "")\(rest)"
    }
}
