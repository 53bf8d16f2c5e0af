/// Yuan on the wire, fen in the shop: never a fraction in between.
enum ShopMoney {
    /// Two decimals always.
    static func text(fen: Int64) -> String {
        let cents = String(fen % 100)
        return "\(fen / 100).\(cents.count < 2 ? "0" : "")\(cents)"
    }

    /// Digits, and at most two more behind a dot; nil for anything else.
    static func fen(of text: String) -> Int64? {
        let halves = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = number(halves[0]), !halves[0].isEmpty, whole < 1_000_000_000_000 else { return nil }
        guard halves.count > 1 else { return whole * 100 }
        guard (1...2).contains(halves[1].utf8.count), let cents = number(halves[1]) else { return nil }
        return whole * 100 + (halves[1].utf8.count == 1 ? cents * 10 : cents)
    }

    private static func number(_ digits: Substring) -> Int64? {
        digits.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? Int64(digits) : nil
    }
}
