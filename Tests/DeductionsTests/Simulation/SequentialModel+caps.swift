import Deductions
import Values

/// What may be charged on a day, told from the sales themselves.
extension SequentialModel {
    /// The first second of the second day.
    private static let midnight: Int64 = 1_800_028_800_000_000

    func today(_ caps: DayCaps?, at now: Timestamp) -> Int64? {
        guard caps != nil else { return nil }
        return 20_833 + (now.microseconds < Self.midnight ? 0 : 1)
    }

    /// What counts on a day.
    func charged(on day: Int64, of merchant: Identifier) -> Int64 {
        sales.values.reduce(0) { sum, sale in
            guard sale.day == day, sale.merchant == merchant, sale.money.currency == .cny else { return sum }
            return sum + sale.captured + sale.held + (sale.isOwed ? sale.money.minor : 0)
        }
    }

    /// Whether a sale that counts on a day, or is to, would count more than is allowed with so much more.
    func exceeds(_ caps: DayCaps?, _ sale: Sale, by amount: Int64, on day: Int64?) -> Bool {
        guard let day, let cap = caps?.minor[.cny], sale.money.currency == .cny else { return false }
        return charged(on: day, of: sale.merchant) + amount > cap
    }
}
