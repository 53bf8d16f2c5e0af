import Deductions
import Policies
import JSON

extension FieldRule where Value == Int64 {
    /// How long money may stay aside.
    static let holdSeconds = FieldRule.integer(1...HoldTerms.longestSeconds)
}

extension FieldRule where Value == HoldTerms.Capturer {
    /// Who captures a hold.
    static let capturer = FieldRule { value in
        guard case .string(let text) = value, let capturer = HoldTerms.Capturer(rawValue: text) else {
            return .refused("must be merchant, payer or auto")
        }
        return .value(capturer)
    }
}

extension FieldRule where Value == Bool {
    static let boolean = FieldRule { value in
        guard case .bool(let flag) = value else { return .refused("must be true or false") }
        return .value(flag)
    }
}
