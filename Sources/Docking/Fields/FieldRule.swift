import JSON

/// How a JSON value becomes something that means something, or why it does not.
struct FieldRule<Value: Sendable>: Sendable {
    let read: @Sendable (JSONValue) -> Reading

    enum Reading: Sendable {
        case value(Value)
        /// In words for the caller's programmer.
        case refused(String)
        /// For an object: its own fields that are at fault.
        case refusedInside([FieldError])
    }
}
