import JSON
import Values

extension FieldRule where Value == Timestamp {
    /// A moment as RFC 3339 writes it, with any offset.
    static let time = FieldRule { value in
        guard let text = value.text, let time = Timestamp(rfc3339: text) else {
            return .refused("must be a time of RFC 3339")
        }
        return .value(time)
    }
}

extension FieldRule where Value == JSONValue {
    /// Whatever it is: somebody else reads it.
    static let anything = FieldRule { .value($0) }
}
