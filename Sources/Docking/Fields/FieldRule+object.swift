import JSON

extension FieldRule where Value == [UInt8] {
    /// Whatever a merchant wants to find again: an object of at most 4 KiB in its RFC 8785 form, which is the value.
    static let metadata = FieldRule { value in
        guard case .object = value else { return .refused("must be an object") }
        guard let canonical = try? CanonicalJSON.encode(value) else {
            return .refused("must contain no numbers but integers up to 2^53")
        }
        return canonical.count <= 4096 ? .value(canonical) : .refused("must have at most 4096 bytes")
    }

    /// What the merchant knows about the device its customer pays from; the value is its RFC 8785 form.
    static let client = FieldRule { value in
        guard var reader = FieldReader(value) else { return .refused("must be an object") }
        _ = reader.optional("ip", .internetAddress)
        _ = reader.optional("device_id", .text(1...128))
        _ = reader.optional("user_agent", .text(1...512))
        _ = reader.optional("terminal_id", .text(1...128))
        let errors = reader.allErrors()
        guard errors.isEmpty else { return .refusedInside(errors) }
        guard let canonical = try? CanonicalJSON.encode(value), canonical.count <= 2048 else {
            return .refused("must have at most 2048 bytes")
        }
        return .value(canonical)
    }
}

extension FieldRule where Value == [JSONValue] {
    /// An array of so many values.
    static func array(_ range: ClosedRange<Int>) -> FieldRule {
        FieldRule { value in
            guard case .array(let items) = value else { return .refused("must be an array") }
            guard range.contains(items.count) else { return .refused("must have at most \(range.upperBound) elements") }
            return .value(items)
        }
    }
}
