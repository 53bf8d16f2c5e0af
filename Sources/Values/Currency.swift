/// A currency of ISO 4217 that is in circulation.
package struct Currency: Hashable, Sendable {
    /// The numeric code, 156 for CNY: what the database holds.
    package let number: Int64

    private init(known number: Int64) { self.number = number }

    package static let cny = Currency(known: 156)

    /// nil: not a code of the table, or not in upper case.
    package init?(code: String) {
        guard let number = Self.numbers[code] else { return nil }
        self.init(known: number)
    }

    /// nil: not a number of the table.
    package init?(number: Int64) {
        guard Self.codes[number] != nil else { return nil }
        self.init(known: number)
    }

    /// The alphabetic code, "CNY".
    package var code: String { Self.codes[number] ?? "" }

    /// Decimal places of the minor unit: 2 for CNY, 0 for JPY, 3 for BHD (ISO 4217, column "Minor unit").
    package var exponent: Int {
        if Self.withoutMinorUnit.contains(number) { return 0 }
        return Self.withThreePlaces.contains(number) ? 3 : 2
    }
}
