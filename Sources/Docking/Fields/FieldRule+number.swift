import JSON
import Values

extension FieldRule where Value == Int64 {
    /// Minor units of money: 1 to 10^12.
    static let amount = FieldRule.integer(1...Money.largestMinor)

    /// A whole number, written without fraction or exponent.
    static func integer(_ range: ClosedRange<Int64>) -> FieldRule {
        FieldRule { value in
            switch value {
            case .integer(let number) where range.contains(number): .value(number)
            case .integer, .decimal: .refused("must be an integer from \(range.lowerBound) to \(range.upperBound)")
            default: .refused("must be an integer")
            }
        }
    }
}

extension FieldRule where Value == Bool {
    static let truth = FieldRule { value in
        guard case .bool(let flag) = value else { return .refused("must be true or false") }
        return .value(flag)
    }
}
