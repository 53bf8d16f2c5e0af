import Deductions
import Values

/// The query of a list of payments.
struct PaymentListForm {
    private(set) var filter: PaymentFilter
    /// The merchant's own number, of which there is one payment at most.
    private(set) var outTradeNo: String?

    /// Throws all mistakes at once: a name that is unknown or comes twice, a value that cannot be one.
    init(_ query: Substring, merchant: Identifier) throws(Problem) {
        filter = PaymentFilter(merchant: merchant)
        var errors: [FieldError] = []
        var seen: Set<[UInt8]> = []
        for pair in Query(query).pairs {
            guard let name = String(validating: pair.name, as: UTF8.self), seen.insert(pair.name).inserted else {
                errors.append(FieldError(String(decoding: pair.name, as: UTF8.self), "must come once"))
                continue
            }
            guard let value = String(validating: pair.value, as: UTF8.self) else {
                errors.append(FieldError(name, "must be UTF-8"))
                continue
            }
            if let reason = take(name, value) { errors.append(FieldError(name, reason)) }
        }
        guard errors.isEmpty else { throw Problem(.invalidRequest, errors: errors) }
    }

    /// Why this pair cannot be accepted; nil when it was.
    private mutating func take(_ name: String, _ value: String) -> String? {
        switch name {
        case "out_trade_no":
            guard (1...128).contains(value.utf8.count) else { return "must have 1 to 128 bytes" }
            outTradeNo = value
        case "state":
            guard let state = PaymentState(rawValue: value) else { return "must be a state" }
            filter.states = [state]
        case "mode":
            filter.mode = Mode(rawValue: value)
            if filter.mode == nil { return "must be a mode" }
        case "from":
            filter.from = Timestamp(rfc3339: value)
            if filter.from == nil { return "must be a time of RFC 3339" }
        case "to":
            filter.to = Timestamp(rfc3339: value)
            if filter.to == nil { return "must be a time of RFC 3339" }
        case "cursor":
            filter.before = Identifier(text: value)
            if filter.before == nil { return "must be the next_cursor of an earlier answer" }
        case "limit":
            let isPlain = (1...3).contains(value.utf8.count) && value.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
            guard isPlain, let limit = Int(value), (1...100).contains(limit) else { return "must be 1 to 100" }
            filter.limit = limit
        default: return "unknown"
        }
        return nil
    }
}
