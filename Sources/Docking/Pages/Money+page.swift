import Values

extension Money {
    /// `¥19.99`, `USD 19.99`, `-¥0.01`: as pages show amounts.
    var pageText: String { Self.pageText(minor, currency) }

    /// The same for amounts that may be below zero; `plus` writes a plus sign in front of those that are not.
    static func pageText(_ minor: Int64, _ currency: Currency, plus: Bool = false) -> String {
        let exponent = currency.exponent
        let digits = String(minor.magnitude)
        let padded = String(repeating: "0", count: max(0, exponent + 1 - digits.count)) + digits
        let whole = padded.dropLast(exponent)
        let number = exponent == 0 ? String(whole) : "\(whole).\(padded.suffix(exponent))"
        let sign = minor < 0 ? "-" : plus ? "+" : ""
        return sign + (currency == .cny ? "¥" : "\(currency.code) ") + number
    }
}
